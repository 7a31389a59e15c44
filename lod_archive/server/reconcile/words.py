"""What the service says to people, in each language of the pages."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "en": {
        "all rank": "What any source says",
        "best rank": "What the archive holds to be right",
        "language": "Language",
        "language help": "Only texts in this language (en, ru …); empty for all",
        "limit": "Limit",
        "limit help": "How many values at most; 0 for all",
        "names": "Also called",
        "rank": "Statements",
        "rank help": "Sources disagree: which of their statements to take",
        "title": "%s: reconciliation",
    },
    "ru": {
        "all rank": "Что говорит любой источник",
        "best rank": "Что архив считает верным",
        "language": "Язык",
        "language help": "Только тексты на этом языке (ru, en …); пусто — на всех",
        "limit": "Не более",
        "limit help": "Сколько значений самое большее; 0 — все",
        "names": "Другие имена",
        "rank": "Утверждения",
        "rank help": "Источники расходятся: какие утверждения взять",
        "title": "%s: сопоставление",
    },
}
"""Language → what is said → in which words; each language has the same keys."""
