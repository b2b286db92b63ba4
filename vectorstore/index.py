"""The search index over a library: vectors in Chroma, terms in BM25, kept in step with it.

The library says which documents exist. A small manifest remembers which of them Chroma holds
whole, and which were on their way in; whatever a crash left between is mended on opening.
"""

import json
import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ingest.documents import Document
from ingest.errors import DataDirError
from ingest.library import Library, LockedError, data_dir_error, write_atomically
from vectorstore.corpus import Corpus, Passage
from vectorstore.counts import count_documents
from vectorstore.embedding import Embedder, Vectors, load_embedder
from vectorstore.lexical import LexicalIndex
from vectorstore.settings import IndexSettings
from vectorstore.store import VectorStore

log = logging.getLogger(__name__)
_VERSION = 3  # raised whenever what is embedded of a passage changes
EXACT_LIMIT = 20_000  # passages whose vectors are kept in memory and compared one by one
_GROUP = 64  # documents embedded and written together
_READER_WAIT = 2.0  # seconds; someone who only searches does not wait for a long ingest


class _Manifest(BaseModel):
    """How many chunks of each document Chroma holds, and which documents were being written."""

    version: int = _VERSION
    embedding_model: str
    store: str
    indexed: dict[str, int] = {}
    pending: set[str] = set()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a search looks at: passage numbers agree in all three.

    ``vectors`` has shape (passages, dimension); None where there are too many to hold, and Chroma
    is asked instead.
    """

    corpus: Corpus
    lexical: LexicalIndex
    vectors: Vectors | None


class SearchIndex:
    """The indexes of one data directory. Use ``open_index``."""

    def __init__(self, settings: IndexSettings, embedder: Embedder, store: VectorStore) -> None:
        self.settings = settings
        self.embedder = embedder
        self.store = store
        self.library = Library(settings.data_dir)
        self._lock = threading.RLock()
        self._stamps: dict[str, tuple[int, int]] | None = None
        self._corpus = Corpus(())
        self._lexical = LexicalIndex(0)
        self._vectors: Vectors | None = None
        self._vectors_written = 0
        self._documents: dict[str, Document] = {}

    # -- writing -----------------------------------------------------------------------------

    def add(self, documents: Sequence[Document]) -> None:
        """Put the documents' chunks into Chroma; BM25 follows when the library is next read."""
        manifest = self._manifest()
        new = {d.id: d for d in documents if d.id not in manifest.indexed}
        if not new:
            return
        manifest.pending |= new.keys()
        self._save(manifest)
        passages = [Passage(document, chunk) for document in new.values() for chunk in document.chunks]
        if passages:
            self.store.add(passages, self.embedder.passages([p.indexed_text() for p in passages]))
        manifest.indexed |= {d.id: len(d.chunks) for d in new.values()}
        manifest.pending -= new.keys()
        self._save(manifest)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take the documents' chunks out of Chroma."""
        manifest = self._manifest()
        ids = set(document_ids)
        manifest.pending |= ids
        self._save(manifest)
        self.store.remove(ids)
        manifest.indexed = {i: n for i, n in manifest.indexed.items() if i not in ids}
        manifest.pending -= ids
        self._save(manifest)

    def close(self) -> None:
        """Let go of the store; the index can't be used any more."""
        self.store.close()

    def reconcile(self) -> None:
        """Make Chroma agree with the library again after a crash; does nothing if it does.

        The caller holds ``library.locked()``.
        """
        self.library.mend()
        manifest, ids = self._manifest(), self.library.ids()
        stray = (manifest.indexed.keys() - ids) | manifest.pending
        if stray:
            log.warning("removing %d documents that a stopped run left in the index", len(stray))
            self.remove(stray)
        manifest = self._manifest()
        if self.store.count() != sum(manifest.indexed.values()):
            self.remove(self._mismatched(manifest))
        missing = sorted(ids - self._manifest().indexed.keys())
        if missing:
            log.warning("indexing %d documents that the index lacks", len(missing))
        for first in range(0, len(missing), _GROUP):
            self.add([self.library.get(i) for i in missing[first : first + _GROUP]])

    def _mismatched(self, manifest: _Manifest) -> set[str]:
        """Documents of which Chroma holds other passages than the manifest says.

        What a shared server holds of others is none of our business.
        """
        held = self.store.counts()
        suspects = (
            manifest.indexed.keys() if self.settings.chroma_url else manifest.indexed.keys() | held.keys()
        )
        wrong = {i for i in suspects if held.get(i, 0) != manifest.indexed.get(i, 0)}
        log.warning("%d documents differ between the manifest and the store", len(wrong))
        return wrong

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

    def snapshot(self) -> Snapshot:
        """Corpus, BM25 and vectors of one moment, for a search that must not see them change."""
        with self._lock:
            self._refresh()
            return Snapshot(self._corpus, self._lexical, self._vectors)

    def _refresh(self) -> None:
        """Read the library again if its documents are others than those in memory."""
        with self._lock:
            stamps, written = self.library.stamps(), self._written()
            if stamps == self._stamps:
                # A document read again is in the library a moment before its vectors are in Chroma.
                if written != self._vectors_written:
                    self._load_vectors(written)
                return
            known = self._stamps or {}
            self._documents = {
                i: self._documents[i] if known.get(i) == stamp else self.library.get(i)
                for i, stamp in stamps.items()
            }
            self._corpus = Corpus(self._documents.values())
            path = self.settings.data_dir / "lexical.npz"
            self._lexical = LexicalIndex.build(count_documents(path, self._corpus.documents, stamps))
            self._load_vectors(written)
            self._stamps = stamps

    def _load_vectors(self, written: int) -> None:
        self._vectors = self.store.vectors(self._corpus) if len(self._corpus) <= EXACT_LIMIT else None
        self._vectors_written = written

    def _written(self) -> int:
        """When Chroma was last written to, by the manifest's time; 0 where it never was."""
        try:
            return self._manifest_path.stat().st_mtime_ns
        except OSError:
            return 0

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
        except ValidationError:
            # What the store holds is compared with it, and what differs is indexed again.
            log.warning("%s is damaged and made anew", self._manifest_path)
            return fresh
        except OSError as error:
            raise DataDirError(
                f"Không đọc được tệp {self._manifest_path}.",
                "Hãy lập lại chỉ mục bằng lệnh: python -m vectorstore rebuild",
            ) from error
        same = (manifest.version, manifest.store, manifest.embedding_model)
        # Another store, model or version holds nothing of ours yet.
        return manifest if same == (_VERSION, where, fresh.embedding_model) else fresh

    def _save(self, manifest: _Manifest) -> None:
        data = manifest.model_dump(mode="json")
        data["pending"] = sorted(data["pending"])
        write_atomically(self._manifest_path, json.dumps(data, indent=0, sort_keys=True).encode())


def open_index(settings: IndexSettings) -> SearchIndex:
    """The index of ``settings.data_dir``, mended where a crash left it out of step.

    Raises ModelError if another embedding model filled it, DataDirError or ServerError if it
    can't be opened.
    """
    embedder = load_embedder(
        settings.embedding_model, settings.embedding_query_prompt, settings.embedding_passage_prompt
    )
    library = Library(settings.data_dir)
    try:
        with library.locked(_READER_WAIT):
            index = _opened(settings, embedder)
            index.reconcile()
    except LockedError:
        # Whoever holds the lock keeps the index in step; what is in the library can be searched.
        log.info("another run is writing; opened for reading")
        index = _opened(settings, embedder)
    return index


def _opened(settings: IndexSettings, embedder: Embedder) -> SearchIndex:
    store = VectorStore.open(
        settings.data_dir, settings.chroma_url, settings.chroma_collection, embedder.fingerprint
    )
    return SearchIndex(settings, embedder, store)


def rebuild_index(settings: IndexSettings) -> SearchIndex:
    """The index made anew from the library: after a change of model, or when it is damaged."""
    with Library(settings.data_dir).locked():
        try:
            for name in ("index.json", "lexical.npz"):
                (settings.data_dir / name).unlink(missing_ok=True)
        except OSError as error:
            raise data_dir_error(settings.data_dir) from error
        VectorStore.drop(settings.data_dir, settings.chroma_url, settings.chroma_collection)
    return open_index(settings)
