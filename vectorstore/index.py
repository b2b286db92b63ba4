"""The search index over a library: vectors in Chroma, terms in BM25, kept in step with it.

The library says which documents exist. A small manifest remembers which of them Chroma holds
whole, and which were on their way in; whatever a crash left between is mended on opening.
"""

import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ingest.documents import Document
from ingest.errors import DataDirError
from ingest.library import Library, write_atomically
from vectorstore.corpus import Corpus, Passage
from vectorstore.embedding import Embedder, load_embedder
from vectorstore.lexical import TERMS_VERSION, LexicalIndex
from vectorstore.settings import IndexSettings
from vectorstore.store import VectorStore

log = logging.getLogger(__name__)


class _Manifest(BaseModel):
    """Which documents Chroma holds whole, and which were being written."""

    embedding_model: str
    store: str
    indexed: set[str] = set()
    pending: set[str] = set()


class SearchIndex:
    """The indexes of one data directory. Use ``open_index``."""

    def __init__(self, settings: IndexSettings, embedder: Embedder, store: VectorStore) -> None:
        self.settings = settings
        self.embedder = embedder
        self.store = store
        self.library = Library(settings.data_dir)
        self._lock = threading.RLock()
        self._loaded_ids: frozenset[str] | None = None
        self._corpus = Corpus(())
        self._lexical = LexicalIndex(0)
        self._documents: dict[str, Document] = {}

    # -- writing -----------------------------------------------------------------------------

    def add(self, documents: Sequence[Document]) -> None:
        """Put the documents' chunks into Chroma; BM25 follows when the library is next read."""
        manifest = self._manifest()
        new = [d for d in documents if d.id not in manifest.indexed]
        if not new:
            return
        manifest.pending |= {d.id for d in new}
        self._save(manifest)
        for document in new:
            if document.chunks:
                vectors = self.embedder.passages([Passage(document, c).indexed_text() for c in document.chunks])
                self.store.add(document, vectors)
        manifest.indexed |= {d.id for d in new}
        manifest.pending -= {d.id for d in new}
        self._save(manifest)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take the documents' chunks out of Chroma."""
        manifest = self._manifest()
        ids = set(document_ids)
        manifest.pending |= ids
        self._save(manifest)
        self.store.remove(ids)
        manifest.indexed -= ids
        manifest.pending -= ids
        self._save(manifest)

    def reconcile(self) -> None:
        """Make Chroma agree with the library again after a crash; does nothing if it does.

        The caller holds ``library.locked()``.
        """
        manifest, ids = self._manifest(), self.library.ids()
        stray = (manifest.indexed - ids) | manifest.pending
        if stray:
            log.warning("removing %d documents that a stopped run left in the index", len(stray))
            self.remove(stray)
        missing = ids - self._manifest().indexed
        if missing:
            log.warning("indexing %d documents that the index lacks", len(missing))
            self.add([self.library.get(i) for i in sorted(missing)])

    # -- reading -----------------------------------------------------------------------------

    @property
    def corpus(self) -> Corpus:
        """All passages now in the library, in memory."""
        self._refresh()
        return self._corpus

    @property
    def lexical(self) -> LexicalIndex:
        """BM25 over ``corpus``: passage numbers agree."""
        self._refresh()
        return self._lexical

    def snapshot(self) -> tuple[Corpus, LexicalIndex]:
        """Corpus and BM25 of one moment, for a search that must not see them change."""
        with self._lock:
            self._refresh()
            return self._corpus, self._lexical

    def _refresh(self) -> None:
        """Read the library again if its documents are others than those in memory."""
        with self._lock:
            ids = frozenset(self.library.ids())
            if ids == self._loaded_ids:
                return
            self._documents = {i: self._documents.get(i) or self.library.get(i) for i in ids}
            self._corpus = Corpus(self._documents.values())
            self._lexical = self._open_lexical()
            self._loaded_ids = ids

    def _open_lexical(self) -> LexicalIndex:
        documents = "".join(d.id for d in self._corpus.documents)
        state = hashlib.sha256(f"{TERMS_VERSION}:{documents}".encode()).hexdigest()[:16]
        folder = self.settings.data_dir / "lexical" / state
        saved = LexicalIndex.load(folder)
        if saved is not None and saved.size == len(self._corpus):
            return saved
        built = LexicalIndex.build([p.indexed_text() for p in self._corpus.passages])
        try:
            built.save(folder)
            for other in folder.parent.iterdir():
                if other != folder:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError:
            log.warning("the lexical index could not be saved; it stays in memory", exc_info=True)
        return built

    # -- manifest ----------------------------------------------------------------------------

    @property
    def _manifest_path(self) -> Path:
        return self.settings.data_dir / "index.json"

    def _manifest(self) -> _Manifest:
        where = f"{self.settings.chroma_url}#{self.settings.chroma_collection}"
        fresh = _Manifest(embedding_model=self.embedder.fingerprint, store=where)
        try:
            manifest = _Manifest.model_validate_json(self._manifest_path.read_bytes())
        except FileNotFoundError:
            return fresh
        except (OSError, ValidationError) as error:
            raise DataDirError(
                f"Tệp {self._manifest_path} bị hỏng.", "Hãy lập lại chỉ mục bằng lệnh: python -m vectorstore rebuild"
            ) from error
        # Another store or model holds nothing of ours yet.
        return manifest if (manifest.store, manifest.embedding_model) == (where, fresh.embedding_model) else fresh

    def _save(self, manifest: _Manifest) -> None:
        data = json.loads(manifest.model_dump_json())
        for key in ("indexed", "pending"):
            data[key] = sorted(data[key])
        write_atomically(self._manifest_path, json.dumps(data, indent=1).encode())


def open_index(settings: IndexSettings) -> SearchIndex:
    """The index of ``settings.data_dir``, mended where a crash left it out of step.

    Raises ModelError if another embedding model filled it, DataDirError or ServerError if it
    can't be opened.
    """
    embedder = load_embedder(
        settings.embedding_model, settings.embedding_query_prompt, settings.embedding_passage_prompt
    )
    with Library(settings.data_dir).locked():
        store = VectorStore.open(
            settings.data_dir, settings.chroma_url, settings.chroma_collection, embedder.fingerprint
        )
        index = SearchIndex(settings, embedder, store)
        index.reconcile()
    return index


def rebuild_index(settings: IndexSettings) -> SearchIndex:
    """The index made anew from the library: after a change of model, or when it is damaged."""
    library = Library(settings.data_dir)
    with library.locked():
        (settings.data_dir / "index.json").unlink(missing_ok=True)
        shutil.rmtree(settings.data_dir / "lexical", ignore_errors=True)
        if settings.chroma_url:
            VectorStore.drop(settings.data_dir, settings.chroma_url, settings.chroma_collection)
        else:
            shutil.rmtree(settings.data_dir / "chroma", ignore_errors=True)
    return open_index(settings)
