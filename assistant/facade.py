"""The assistant: one object that answers questions about the documents of a data directory."""

import logging
import threading
from collections.abc import Sequence

from assistant.answer import Answer, Turn
from assistant.answers.context import Context
from assistant.chat_model import ChatModel, ChatModelError, open_chat_model
from assistant.compose import compose
from assistant.evidence import terms_of
from assistant.history import resolve
from assistant.knowledge import Knowledge
from assistant.question import clean_question, understand_question
from assistant.render import abstention, render
from assistant.settings import Settings
from assistant.wording import reword
from ingest.documents import Document
from vectorstore.corpus import Corpus
from vectorstore.index import SearchIndex, open_index

log = logging.getLogger(__name__)

# Below this an answer is not given. Calibrated on questions apart from the evaluation's (eval/calibrate.py).
LEAST_CONFIDENCE = 0.2


# Said to greetings and to questions of words that stand in any question.
_SAYS_NOTHING = "Hãy hỏi về một nội dung cụ thể, chẳng hạn một cơ quan, một lĩnh vực hoặc số của một văn bản."


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(self, index: SearchIndex, settings: Settings, model: ChatModel | None = None) -> None:
        self.index = index
        self.settings = settings
        self.model = model
        self._lock = threading.Lock()
        self._knowledge: Knowledge | None = None

    @property
    def corpus(self) -> Corpus:
        return self.index.corpus

    def knowledge(self) -> Knowledge:
        """What is known of the corpus now; made again when the documents change."""
        corpus = self.index.corpus
        with self._lock:
            if self._knowledge is None or self._knowledge.corpus is not corpus:
                self._knowledge = Knowledge(corpus)
            return self._knowledge

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to ``question``, which may lean on the turns before it.

        Raises QuestionError for a question that can't be taken, and CanCuError where the
        indexes fail.
        """
        asked = clean_question(question)
        knowledge = self.knowledge()
        if not len(knowledge.corpus):
            return abstention(asked, (), why="Chưa có tài liệu nào được nạp; hãy nạp tài liệu rồi hỏi lại.")
        standalone = resolve(asked, history[-self.settings.max_history :], knowledge)
        resolved = standalone if standalone != asked else ""
        context = Context(understand_question(standalone), self.index, knowledge)
        draft = compose(context)
        if self.model is not None and draft.confidence >= LEAST_CONFIDENCE:
            try:
                draft = reword(draft, standalone, self.model)
            except ChatModelError:
                log.warning("the language model failed; the composed answer is given", exc_info=True)
        answer = render(draft, asked, resolved)
        if draft.confidence < LEAST_CONFIDENCE or answer.abstained:
            log.info("abstained at confidence %.2f", draft.confidence)
            if all(term.weak for term in terms_of(context.question, knowledge)):
                return abstention(asked, (), resolved, why=_SAYS_NOTHING, kind=draft.kind)
            nearest = context.evidence(context.question)
            return abstention(asked, (e.quote for e in nearest), resolved, kind=draft.kind)
        return answer

    def document(self, name: str) -> Document | None:
        """The document called ``name``, or None."""
        return self.index.corpus.document(name)

    def document_text(self, name: str) -> str | None:
        """The stored text of a document, in which the spans of citations count."""
        document = self.document(name)
        return document.text if document else None


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the data directory of ``settings``. Raises CanCuError if it can't be opened."""
    return Assistant(open_index(settings), settings, open_chat_model(settings))
