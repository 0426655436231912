"""What Whoosh is told of a document: that it has words, whose postings are ours."""

from whoosh import fields, formats


class WordField(fields.FieldType):  # type: ignore[misc]
    """Terms as our own analysis gives them; a batch takes them in past Whoosh's own way."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=True)


WORDS = "words"

SCHEMA = fields.Schema(**{WORDS: WordField()})
