"""Finding words in a text by their first letters finds what reading all of the text would."""

import pytest

from indexer.analysis import Spotter, tokens
from indexer.analysis.spelling import british

TEXTS = (
    "Hiring of vans, hired daily; a hire company's HIRE desk, higher up",
    "Colour and color, fibre and fiber, mould or mold, a grey or gray tyre, tire and tyres, odour, odor",
    "Men, women and children on foot; feet, teeth and mice",
    "Ageing, aging, dying, tying and lying under clear skies and a sky; he flies, they fly, a fly",
    "G-Cloud 14, gcloud, Cloud-G; photo-copiers, photocopier; e-mail and email; O'Neil’s, ONeil, o’neil's e-mail",
    "Café, cafés, CAFÉ; naïve Straße strasse; ﬁrm ﬁrms firm; İstanbul istanbul; soft­ware software",
    "organisation organize ORGANIZED; enquiry inquiry; oestrogen estrogen; paediatric pediatrics; anesthesia",
    "IT and it; HR hr; TVs TV; HGVs, HGV; 3 30 300; A&E; X-ray x ray xray; well_being well-being",
    "sensible sensibility; responsible responsibility; availability available; generally generate generic; news new",
)


@pytest.mark.parametrize("text", TEXTS)
def test_each_word_is_spotted_wherever_and_however_it_is_written(text: str):
    read = tokens(text)
    for term in {token.term for token in read}:
        expected = sorted((token.start, token.end) for token in read if token.term == term)
        assert sorted((word.start, word.end) for word in Spotter({term}).words(text)) == expected, term


@pytest.mark.parametrize("text", TEXTS)
def test_all_words_are_spotted_at_once(text: str):
    read = tokens(text)
    spotted = Spotter({token.term for token in read}).words(text)

    assert sorted(word.start for word in spotted) == sorted(token.start for token in read)


def test_words_that_are_not_there_are_not_spotted():
    spotter = Spotter({term for word in ("vanity", "heir", "colony") for term in [tokens(british(word))[0].term]})

    assert not any(spotter.words(text) for text in TEXTS)
    assert not spotter.places("Hiring of vans")
