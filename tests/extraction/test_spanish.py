from __future__ import annotations

import pytest

from stance.articles.article import Article
from stance.extraction import extract

Expected = list[tuple[str | None, str]]

# Invented articles, and who says what in each: (speaker, content), in the order of the text.
# The rules were finished on these.
ARTICLES: dict[str, tuple[str, Expected]] = {
    "fishing": (
        """Chile y Perú se disputan la merluza

LIMA - La ministra peruana de Pesca, Rosa Quispe, acusó el martes a la flota chilena de faenar en aguas de su país.

"No vamos a tolerar más incursiones", dijo Quispe en una rueda de prensa. "Si vuelven, los detendremos".

La ministra añadió que la marina enviará dos patrulleras a la zona.

El gobierno chileno rechazó la acusación. Según el canciller, Andrés Toro, los barcos nunca cruzaron la línea.

"Estamos dispuestos a abrir nuestros registros", afirmó Toro. Propuso una comisión conjunta y pidió a Lima que retire las patrulleras.
""",
        [
            ("Rosa Quispe", "a la flota chilena de faenar en aguas de su país"),
            ("Rosa Quispe", '"No vamos a tolerar más incursiones" | "Si vuelven, los detendremos"'),
            ("Rosa Quispe", "la marina enviará dos patrulleras a la zona"),
            ("gobierno chileno", "la acusación"),
            ("Andrés Toro", "los barcos nunca cruzaron la línea"),
            ("Andrés Toro", '"Estamos dispuestos a abrir nuestros registros"'),
            ("Andrés Toro", "una comisión conjunta"),
            ("Andrés Toro", "a Lima que retire las patrulleras"),
        ],
    ),
    "border": (
        """El presidente de Bolivia, Julio Mamani, advirtió este jueves que cerrará la frontera si continúan los bloqueos.

«La paciencia tiene un límite», declaró el mandatario en La Paz.

Los transportistas sostienen que nadie los ha recibido. «Llevamos un mes esperando», lamentó su portavoz, Tomás Vargas, quien exigió una reunión con el ministro de Transporte.

Por su parte, el ministro, Elías Copa, aseguró que las puertas están abiertas y negó que haya presos.
""",
        [
            ("Julio Mamani", "cerrará la frontera si continúan los bloqueos"),
            ("Julio Mamani", "«La paciencia tiene un límite»"),
            ("transportistas", "nadie los ha recibido"),
            ("Tomás Vargas", "«Llevamos un mes esperando»"),
            ("Tomás Vargas", "una reunión con el ministro de Transporte"),
            ("Elías Copa", "las puertas están abiertas"),
            ("Elías Copa", "haya presos"),
        ],
    ),
    "strait": (
        """Irán amenazó con cerrar el estrecho si Estados Unidos mantiene las sanciones, según informó la agencia estatal.

El almirante iraní Behruz Nadiri dijo que la marina «está lista para todo».

La Casa Blanca respondió en un comunicado que protegerá la navegación. "No buscamos un conflicto", señaló la portavoz, Helen Marsh. "Pero responderemos a cualquier ataque".

De acuerdo con analistas europeos, un cierre duraría pocos días.
""",
        [
            ("Irán", "con cerrar el estrecho si Estados Unidos mantiene las sanciones"),
            ("Behruz Nadiri", "la marina «está lista para todo»"),
            ("Estados Unidos", "protegerá la navegación"),
            ("Helen Marsh", '"No buscamos un conflicto" | "Pero responderemos a cualquier ataque"'),
            ("analistas europeos", "un cierre duraría pocos días"),
        ],
    ),
    "dialogue": (
        """El escritor Mateo Luna recibió ayer a este diario en su casa.

—No volveré a escribir —dijo Luna—. Ya lo he contado todo.

—¿Y su diario? —preguntó la periodista Inés Roca.

—Lo quemé —respondió el escritor.
""",
        [
            ("Mateo Luna", "No volveré a escribir | Ya lo he contado todo."),
            ("Inés Roca", "¿Y su diario?"),
            ("Mateo Luna", "Lo quemé"),
        ],
    ),
    "strike": (
        """Los médicos de Sevilla convocaron una huelga para el lunes. El sindicato afirma que faltan trescientos puestos y pide al gobierno que negocie.

"Nadie quiere parar, pero no nos dejan otra salida", explicó a los periodistas la doctora Lucía Prado, delegada del sindicato.

La consejera de Salud, Nuria Campos, calificó la huelga de "injusta". Recordó que el presupuesto ha crecido y prometió contratar a cien médicos.

Prado le contestó que las promesas "no curan a nadie". Tampoco descartó nuevas protestas.
""",
        [
            ("sindicato", "faltan trescientos puestos"),
            ("sindicato", "al gobierno que negocie"),
            ("Lucía Prado", '"Nadie quiere parar, pero no nos dejan otra salida"'),
            ("Nuria Campos", 'la huelga de "injusta"'),
            ("Nuria Campos", "el presupuesto ha crecido"),
            ("Nuria Campos", "contratar a cien médicos"),
            ("Lucía Prado", 'las promesas "no curan a nadie"'),
        ],
    ),
    "truce": (
        """El ejército colombiano y los rebeldes del Frente Norte acordaron una tregua de treinta días, anunció el domingo el mediador noruego Lars Holm.

Holm subrayó que "es apenas un primer paso". Los rebeldes, dijo, entregarán a cuatro soldados.

En palabras de la senadora Paula Ríos, la tregua "llega tarde". Ríos insistió en que el Congreso debe votarla.

Se espera que las partes se reúnan en Oslo. Fuentes del gobierno confirmaron que habrá una segunda ronda.
""",
        [
            (
                "Lars Holm",
                "El ejército colombiano y los rebeldes del Frente Norte acordaron una tregua de treinta días",
            ),
            ("Lars Holm", '"es apenas un primer paso"'),
            ("Lars Holm", "Los rebeldes | entregarán a cuatro soldados"),
            ("Paula Ríos", 'la tregua "llega tarde"'),
            ("Paula Ríos", "el Congreso debe votarla"),
            ("Fuentes del gobierno", "habrá una segunda ronda"),
        ],
    ),
    "dam": (
        """Etiopía llenará la presa "pase lo que pase", aseguró el ministro del Agua, Tesfaye Alemu.

Egipto instó a Etiopía a suspender las obras. El Cairo considera que la presa amenaza su agua, y exigió un tratado.

"El río no es de nadie", replicó Alemu. También denunció presiones "inaceptables" de Egipto.

Sudán, que teme inundaciones, pidió calma. Su cancillería ha propuesto una cumbre.
""",
        [
            ("Tesfaye Alemu", 'Etiopía llenará la presa "pase lo que pase"'),
            ("Egipto", "a Etiopía a suspender las obras"),
            ("Egipto", "la presa amenaza su agua"),
            ("Egipto", "un tratado"),
            ("Tesfaye Alemu", '"El río no es de nadie"'),
            ("Tesfaye Alemu", 'presiones "inaceptables" de Egipto'),
            ("Sudán", "calma"),
            ("su cancillería", "una cumbre"),
        ],
    ),
    "base": (
        """Naciones Unidas condenó el ataque contra la base. El secretario general adjunto, Omar Haddad, dijo: "Fue un crimen".

Siria fue acusada por Turquía de ordenar el ataque. Damasco lo niega.

El portavoz del ejército turco, Kemal Aydin, señaló que hubo seis heridos, entre ellos dos oficiales. "Sabemos quién fue", agregó.

Ella y su familia vivían cerca, contó Mariam Saleh, vecina de la base. "Temblaban las paredes", recordó.
""",
        [
            ("Naciones Unidas", "el ataque contra la base"),
            ("Omar Haddad", '"Fue un crimen"'),
            ("Turquía", "de ordenar el ataque"),
            ("Kemal Aydin", "hubo seis heridos, entre ellos dos oficiales"),
            ("Kemal Aydin", '"Sabemos quién fue"'),
            ("Mariam Saleh", "Ella y su familia vivían cerca"),
            ("Mariam Saleh", '"Temblaban las paredes"'),
        ],
    ),
}
# And on these they were not: written afterwards, they show what still fails.
UNSEEN: dict[str, tuple[str, Expected]] = {
    "port": (
        """El puerto de Valdemar seguirá cerrado hasta nuevo aviso

La capitana general de la base, Irene Olmos, informó de que dos buques extranjeros permanecen anclados frente a la costa. "No sabemos qué buscan, y eso nos preocupa", dijo a la emisora local.

El embajador de Marruecos en Madrid, Yusuf Alaui, desmintió ayer cualquier maniobra hostil y lamentó el tono de las autoridades españolas. "Somos vecinos y lo seguiremos siendo", comentó.

Desde la oposición, el diputado Gabriel Sanz reprochó al Ejecutivo su silencio. A su juicio, "el puerto debió abrirse el lunes".

Los estibadores aseguran haber perdido la mitad del salario y exigen ayudas. "¿Quién nos va a pagar?", se preguntaba Ramón Lobo, con 30 años en los muelles.

Madrid ha reiterado que no habrá negociación mientras los buques no se retiren.
""",
        [
            ("Irene Olmos", "dos buques extranjeros permanecen anclados frente a la costa"),
            ("Irene Olmos", '"No sabemos qué buscan, y eso nos preocupa"'),
            ("Yusuf Alaui", "cualquier maniobra hostil"),
            ("Yusuf Alaui", "el tono de las autoridades españolas"),
            ("Yusuf Alaui", '"Somos vecinos y lo seguiremos siendo"'),
            ("Gabriel Sanz", "al Ejecutivo su silencio"),
            ("Gabriel Sanz", '"el puerto debió abrirse el lunes"'),
            ("estibadores", "haber perdido la mitad del salario"),
            ("estibadores", "ayudas"),
            ("Ramón Lobo", '"¿Quién nos va a pagar?"'),
            ("España", "no habrá negociación mientras los buques no se retiren"),
        ],
    ),
    "lithium": (
        """Buenos Aires y Santiago firmarán en marzo un acuerdo sobre el litio, adelantó este viernes el viceministro argentino de Minería, Hernán Basualdo.

"Vamos a dejar de competir entre nosotros", explicó Basualdo, que viajó a la frontera. El funcionario sostuvo además que las empresas "ya están avisadas".

Para la abogada Celia Huanca, que representa a doce comunidades, el pacto ignora a quienes viven allí. Huanca reclamó una consulta y avisó: "Sin consulta no habrá litio".

Un comunicado de la cancillería chilena indica que el texto aún no está cerrado. Consultado al respecto, Basualdo evitó responder.

"Todo está hablado", insistió, no obstante, el viceministro, antes de subir al avión. Los empresarios, en cambio, piden prudencia y recuerdan que el precio ha caído.
""",
        [
            (
                "Hernán Basualdo",
                "Buenos Aires y Santiago firmarán en marzo un acuerdo sobre el litio",
            ),
            ("Hernán Basualdo", '"Vamos a dejar de competir entre nosotros"'),
            ("Hernán Basualdo", 'las empresas "ya están avisadas"'),
            ("Celia Huanca", "el pacto ignora a quienes viven allí"),
            ("Celia Huanca", "una consulta"),
            ("Celia Huanca", '"Sin consulta no habrá litio"'),
            ("cancillería chilena", "el texto aún no está cerrado"),
            ("Hernán Basualdo", '"Todo está hablado"'),
            ("empresarios", "prudencia"),
            ("empresarios", "el precio ha caído"),
        ],
    ),
}


def found(text: str) -> Expected:
    return [
        (s.speaker and s.speaker.name, " | ".join(span.text for span in s.content))
        for s in extract(Article(id="a", text=text, language="es"))
        if not s.nested
    ]


@pytest.mark.parametrize("name", ARTICLES)
def test_the_articles_that_the_rules_were_made_on(name: str) -> None:
    text, expected = ARTICLES[name]
    assert found(text) == expected


def test_most_of_what_the_rules_were_not_made_on_is_found() -> None:
    expected = [(name, *row) for name, (_, rows) in UNSEEN.items() for row in rows]
    rows = [(name, *row) for name, (text, _) in UNSEEN.items() for row in found(text)]
    right = len(set(expected) & set(rows))
    assert right >= 0.8 * len(expected)
    assert right >= 0.85 * len(rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«No iremos», dijo Ana Ruiz.", [("Ana Ruiz", "«No iremos»")]),
        ("Ana Ruiz ha dicho que irá el lunes.", [("Ana Ruiz", "irá el lunes")]),
        ("Según dijo Ana Ruiz, es tarde.", [("Ana Ruiz", "es tarde")]),
        ("Es tarde, según ha dicho Ana Ruiz.", [("Ana Ruiz", "Es tarde")]),
        ("A juicio de Ana Ruiz, es tarde.", [("Ana Ruiz", "es tarde")]),
        ("Ana Ruiz advirtió de que es tarde.", [("Ana Ruiz", "es tarde")]),
        ("Dijo ayer en Lima la ministra Ana Ruiz que es tarde.", [("Ana Ruiz", "es tarde")]),
        ('"Es tarde", dijo a la prensa Ana Ruiz.', [("Ana Ruiz", '"Es tarde"')]),
        ("Perú e Irán dijeron que es tarde.", [("Perú e Irán", "es tarde")]),
    ],
)
def test_constructions(text: str, expected: Expected) -> None:
    assert found(text) == expected


def test_a_verb_without_a_subject_is_of_whoever_spoke_before() -> None:
    text = "Ana Ruiz dijo que es tarde.\n\nAñadió que llueve. Además, pidió calma y lamentó el retraso."
    assert found(text) == [
        ("Ana Ruiz", "es tarde"),
        ("Ana Ruiz", "llueve"),
        ("Ana Ruiz", "calma"),
        ("Ana Ruiz", "el retraso"),
    ]


def test_the_reason_says_that_the_subject_is_left_out() -> None:
    text = "Ana Ruiz dijo que es tarde. Añadió que llueve."
    _, added = extract(Article(id="a", text=text), explain=True)
    assert added.mention is None
    assert added.reason == "verb 'añadir', source of the sentence before, content behind it"


def test_where_nobody_spoke_before_there_is_no_speaker() -> None:
    assert found("Añadió que en el puerto llueve.") == [(None, "en el puerto llueve")]


def test_the_impersonal_names_nobody() -> None:
    text = "Ana Ruiz dijo que es tarde. Se anunció que el acuerdo sigue."
    assert found(text)[1] == (None, "el acuerdo sigue")


def test_a_dash_in_a_new_paragraph_is_another_voice() -> None:
    text = "—Vamos al puerto de una vez —dijo Ana Ruiz.\n\n—No quiero ir contigo a ninguna parte."
    assert found(text) == [("Ana Ruiz", "Vamos al puerto de una vez")]


@pytest.mark.parametrize(
    "text",
    [
        "La ministra no dijo cuándo irá al puerto.",
        "La ministra podría decir que sí.",
        "El acuerdo anunciado por la prensa fracasó.",
    ],
)
def test_what_was_not_said_is_not_coded(text: str) -> None:
    assert found(text) == []
