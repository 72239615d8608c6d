"""What the house tells a person about their own affairs. Nothing leaves the house: a notice waits in the inbox.

Nouns: a *notice* is one thing somebody needs to know, of a *kind* and about a *subject*; kinds stand in *groups* that
a person may switch off (a *choice*), but for what concerns money, rights and safety. A *gathering* notice tells of all
that happened in one day ("12 new followers"); its *parts* say what was counted, so that nothing counts twice.

Invariants: a fact makes a notice at most once a person, however often it is delivered; a notice holds a kind and plain
values, never a sentence: whoever shows it speaks the reader's language; nobody reads another's; what is older than
`NOTICES_KEPT` is gone and is not told again. It never promotes anything, and never writes to anybody outside.
"""
