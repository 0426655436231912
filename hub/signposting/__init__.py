"""May this buyer use a framework, which way, at what cost and until when: answers from stored facts.

Everything here is pure. An answer says what the published facts say, which words say so (``Evidence``) and how sure
the hub is of having read them rightly (``Confidence``). It never says more than they do, and it is not advice on law.
"""
