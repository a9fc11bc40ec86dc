"""The names of the house: prefixes, the closed `SAY` vocabulary, CURIE to IRI and back.

`SAY` is kept equal to `ontology/vocabulary.ttl` by a test; a misspelt term raises.
"""

from typing import Final

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from graph.errors import UnknownName

ID: Final = "https://w3id.org/sayso/id/"
SAY_IRI: Final = "https://w3id.org/sayso/ns#"

PREFIXES: Final[dict[str, str]] = {
    "say": SAY_IRI,
    "id": ID,
    "shape": "https://w3id.org/sayso/shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "http://schema.org/",
    "schemas": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "void": "http://rdfs.org/ns/void#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wikibase": "http://wikiba.se/ontology#",
}


class SAY(DefinedNamespace):
    """The terms of our vocabulary; any other name raises AttributeError."""

    _fail = True
    _NS = Namespace(SAY_IRI)

    Actor: URIRef
    Alliance: URIRef
    Area: URIRef
    ArmedForces: URIRef
    ArmedGroup: URIRef
    Article: URIRef
    Assessment: URIRef
    Attack: URIRef
    AttackRepelled: URIRef
    Border: URIRef
    BorderCrossing: URIRef
    Capture: URIRef
    Commitment: URIRef
    Connection: URIRef
    Control: URIRef
    Directive: URIRef
    Disagreement: URIRef
    District: URIRef
    Draft: URIRef
    Ending: URIRef
    Event: URIRef
    Facility: URIRef
    FlagChange: URIRef
    GovernmentBody: URIRef
    Group: URIRef
    GroupOfPeople: URIRef
    Harbouring: URIRef
    Measurement: URIRef
    MediaOrganisation: URIRef
    Membership: URIRef
    Mention: URIRef
    Mobilisation: URIRef
    Movement: URIRef
    Negotiation: URIRef
    Outlook: URIRef
    Person: URIRef
    Place: URIRef
    Presence: URIRef
    Proposition: URIRef
    Province: URIRef
    Ranking: URIRef
    Readiness: URIRef
    RegimeChange: URIRef
    Resistance: URIRef
    RetakeAttempt: URIRef
    Review: URIRef
    Reviewer: URIRef
    Road: URIRef
    RoleAttestation: URIRef
    Settlement: URIRef
    Siege: URIRef
    Span: URIRef
    State: URIRef
    Statement: URIRef
    Support: URIRef
    TextVersion: URIRef
    UnnamedSource: URIRef
    accept: URIRef
    accuse: URIRef
    act: URIRef
    acts: URIRef
    add: URIRef
    addressee: URIRef
    agent: URIRef
    announce: URIRef
    approximate: URIRef
    assessedBy: URIRef
    assesses: URIRef
    attestedOn: URIRef
    bases: URIRef
    basis: URIRef
    beganAfter: URIRef
    begunBy: URIRef
    beneficiary: URIRef
    borderLength: URIRef
    call: URIRef
    certain: URIRef
    certainties: URIRef
    certainty: URIRef
    charLength: URIRef
    claim: URIRef
    committedParty: URIRef
    computedFrom: URIRef
    confidence: URIRef
    confirmed: URIRef
    connects: URIRef
    content: URIRef
    contentSpan: URIRef
    cueSpan: URIRef
    dateBases: URIRef
    dateBasis: URIRef
    day: URIRef
    decision: URIRef
    decisions: URIRef
    denialImpliesNoControlBy: URIRef
    deny: URIRef
    describes: URIRef
    disagreesUntil: URIRef
    disputed: URIRef
    disputedSince: URIRef
    districts: URIRef
    edit: URIRef
    endsBy: URIRef
    evidence: URIRef
    explicit: URIRef
    firstContent: URIRef
    firstStatement: URIRef
    force: URIRef
    glyph: URIRef
    headOfState: URIRef
    hearsay: URIRef
    holder: URIRef
    holdsFrom: URIRef
    holdsUntil: URIRef
    impliesControlBy: URIRef
    impliesNoControlBy: URIRef
    inResponseTo: URIRef
    inferred: URIRef
    inversePhrase: URIRef
    kindOfDisagreement: URIRef
    knownFrom: URIRef
    knownUntil: URIRef
    matter: URIRef
    member: URIRef
    merge: URIRef
    month: URIRef
    narrate: URIRef
    narrator: URIRef
    negative: URIRef
    normalSha256: URIRef
    official: URIRef
    onBehalfOf: URIRef
    opinion: URIRef
    opponent: URIRef
    order: URIRef
    origin: URIRef
    overPlace: URIRef
    party: URIRef
    phrase: URIRef
    place: URIRef
    polarities: URIRef
    polarity: URIRef
    population: URIRef
    positive: URIRef
    possible: URIRef
    precision: URIRef
    precisions: URIRef
    probable: URIRef
    promise: URIRef
    quantity: URIRef
    quantityMax: URIRef
    quantityMin: URIRef
    quotation: URIRef
    rank: URIRef
    refersTo: URIRef
    refuted: URIRef
    reject: URIRef
    report: URIRef
    reportedIn: URIRef
    roles: URIRef
    rule: URIRef
    sameBy: URIRef
    secondContent: URIRef
    secondStatement: URIRef
    sha256: URIRef
    shareMax: URIRef
    shareMin: URIRef
    shareOf: URIRef
    sharesOf: URIRef
    sign: URIRef
    sinceDate: URIRef
    sketch: URIRef
    sourceSpan: URIRef
    speaker: URIRef
    split: URIRef
    spokesperson: URIRef
    statedAfter: URIRef
    statedOn: URIRef
    statementsInDispute: URIRef
    status: URIRef
    statuses: URIRef
    strength: URIRef
    suggestsControlBy: URIRef
    surfaceForm: URIRef
    territory: URIRef
    textOf: URIRef
    theme: URIRef
    undated: URIRef
    undo: URIRef
    unit: URIRef
    unspecifiedCertainty: URIRef
    unspecifiedPolarity: URIRef
    unstated: URIRef
    unverified: URIRef
    verb: URIRef
    welcome: URIRef
    withdraw: URIRef
    within: URIRef
    witness: URIRef
    wordCount: URIRef


ONTOLOGY_GRAPH: Final = "https://w3id.org/sayso/ns"
REFERENCE_GRAPH: Final = ID + "reference"
COMPUTED_GRAPH: Final = ID + "computed"
PROPOSALS_GRAPH: Final = ID + "proposals"
REVIEWS_GRAPH: Final = ID + "reviews"


def expand(curie: str) -> str:
    """Turn `id:taliban` into its IRI; raises UnknownName for a prefix that is not ours."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        known = ", ".join(sorted(PREFIXES))
        raise UnknownName(f"{curie!r} has no prefix that is known here; known prefixes: {known}")
    return PREFIXES[prefix] + local


def compress(iri: str) -> str:
    """Turn an IRI into a CURIE where one of our prefixes fits, else give it back as it is."""
    best = max((p for p in PREFIXES if iri.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default="")
    local = iri[len(PREFIXES[best]) :] if best else ""
    return f"{best}:{local}" if local and "/" not in local and "#" not in local else iri


def local_id(iri: str) -> str:
    """The id used in links and on the command line: the local name of our own IRIs, the whole IRI of others."""
    local = iri.removeprefix(ID)
    return local if local and ":" not in local else iri


def iri_of(text: str) -> str:
    """The IRI meant by an id from a link or the command line: a local name, a CURIE of ours, or an IRI."""
    prefix, colon, _ = text.partition(":")
    if not colon:
        return ID + text
    return expand(text) if prefix in PREFIXES else text
