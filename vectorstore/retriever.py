"""The search as a LangChain retriever, so that any chain can use it."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.filters import Filters
from vectorstore.index import SearchIndex
from vectorstore.search import Hit, search_passages


class CanCuRetriever(BaseRetriever):
    """Returns the ``k`` best passages; their metadata say where each stands."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SearchIndex
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        del run_manager  # nothing to report in between
        return [_document(hit) for hit in search_passages(self.index, query, self.k, self.filters)]


def _document(hit: Hit) -> LangChainDocument:
    chunk, document = hit.passage.chunk, hit.passage.document
    return LangChainDocument(
        page_content=chunk.text,
        metadata={
            "document": document.name,
            "kind": document.metadata.kind.value,
            "date": document.metadata.date.value,
            "section": chunk.section,
            "page": chunk.page,
            "path": list(chunk.path),
            "span": [chunk.span.start, chunk.span.end],
            "score": hit.score,
        },
    )
