package dev.nunchi.engine.text.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.TemplateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class JinjaTemplateTest {
    private static String render(String template) throws TemplateException {
        return JinjaTemplate.parse(template).render(Map.of()).string();
    }

    private static List<Text.Run> runs(String template) throws TemplateException {
        Map<String, Value> variables = Map.of("x", Text.content(" Ab "), "y", Text.content("c,d"));
        return JinjaTemplate.parse(template).render(variables).runs();
    }

    private static Text.Run layout(String string) {
        return new Text.Run(string, false);
    }

    private static Text.Run content(String string) {
        return new Text.Run(string, true);
    }

    @Test
    void outputKeepsOwners() throws Exception {
        assertEquals(List.of(layout("<"), content(" Ab "), layout(">")), runs("<{{ x }}>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ x | trim }}; Ab",
                "{{ x.strip() | upper }}; AB",
                "{{ x[1:3] }}; Ab",
                "{{ x[::-1].strip() }}; bA",
                "{{ y.split(',') | join }}; cd",
                "{{ y.split(',')[1] }}; d",
                "{{ x.strip() | title }}; Ab",
                "{{ x.strip() | capitalize }}; Ab",
                "{{ y | first }}; c",
                "{{ y | list | last }}; d",
                "{{ {'k': y}['k'].rsplit(',', 1)[0] }}; c",
                "{% set z %}{{ y[0] }}{% endset %}{{ z }}; c",
                "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(y[2]) }}; d",
                "{% for c in y[:1] %}{{ c }}{% endfor %}; c"
            })
    void contentStaysContentThroughOperations(String template, String expected) throws Exception {
        assertEquals(List.of(content(expected)), runs(template));
    }

    @Test
    void joiningOperationsKeepOwnersApart() throws Exception {
        assertEquals(
                List.of(content("c"), layout(" + "), content("d")),
                runs("{{ y.replace(',', ' + ') }}"));
        assertEquals(
                List.of(layout("a"), content("c,d"), layout("b")), runs("{{ 'a' ~ y + 'b' }}"));
        assertEquals(
                List.of(layout("[\""), content("c,d"), layout("\", 1]")),
                runs("{{ [y, 1] | tojson }}"));
        assertEquals(List.of(layout("['"), content("c,d"), layout("']")), runs("{{ [y] }}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ 1 + 2 * 3 - 4 // 3 }}; 6",
                "{{ -7 % 3 }} {{ -7 // 3 }} {{ 2 ** 3 ** 2 }}; 2 -3 64",
                "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}; True False",
                "{{ 'a' if 0 else 'b' if [] else 'c' }}; c",
                "{{ not 1 == 2 and 3 not in [1, 2] }}; True",
                "{{ 'a-b' is string }} {{ 4 is divisibleby 2 }} {{ 3 is even }}; True True False",
                "{{ [1, 2] | map('string') | list }} {{ 3.7 | int }}; ['1', '2'] 3",
                "{{ 1e16 }} {{ 1e-5 }} {{ 123456789.0 }}; 1e+16 1e-05 123456789.0",
                "{{ range(5)[1:4:2] | list }}; [1, 3]",
                "{{ 'x y  z'.split() | length }} {{ 'a,b,c'.rsplit(',', 1) }}; 3 ['a,b', 'c']",
                "{% set a, b = 1, 2 %}{{ b }}{{ a }}; 21",
                "{{ \"it's\" ~ ['it\\'s'] }}; it's[\"it's\"]",
                "{% generation %}g{% endgeneration %}; g"
            })
    void expressionsGiveWhatPythonGives(String template, String expected) throws Exception {
        assertEquals(expected, render(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "{{ 1 +",
                "{% if x %}",
                "{% endif %}",
                "{% nonsense %}",
                "{# open",
                "{% raw %}",
                "{{ 'open }}",
                "{{ a b }}",
                "{{ x | }}",
                "{{ 99999999999999999999 }}",
                "{% break %}",
                "{% for x in %}{% endfor %}",
                "{% set = 1 %}",
                "{{ ? }}"
            })
    void parseRejectsBrokenTemplate(String template) {
        assertThrows(TemplateException.class, () -> JinjaTemplate.parse(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 1 | unknown }}",
                "{{ 1 is unknown }}",
                "{{ 'a'.unknown() }}",
                "{{ x.y.z }}",
                "{{ unknown() }}",
                "{{ 1 / 0 }}",
                "{{ 'a' + 1 }}",
                "{{ none < 1 }}",
                "{{ 2 ** 1000 }}",
                "{{ {[]: 1} }}",
                "{% for a, b in [1] %}{% endfor %}"
            })
    void renderRejectsWhatPythonRejects(String template) {
        assertThrows(TemplateException.class, () -> render(template));
    }

    @Test
    void refusalCarriesMessageAndLine() {
        var refusal =
                assertThrows(
                        TemplateException.class,
                        () -> render("a\nb\n{{ raise_exception('no ' ~ 'system') }}"));
        assertEquals(3, refusal.line());
        assertEquals("chat template, line 3: no system", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(2000000) %}{% endfor %}",
                "{% for i in range(9000) %}{% for j in range(9000) %}{% endfor %}{% endfor %}",
                "{{ 'a' * 100000000000 }}",
                "{{ range(9223372036854775807) }}",
                "{% set n = namespace(x='a') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}"
                        + "{% endfor %}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}"
                        + "{% endfor %}",
                "{% set n = namespace(x=1) %}{% for i in range(9999) %}{% set n.x = [n.x] %}"
                        + "{% endfor %}{{ n.x }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
                        + "{{ m(40) }}",
                "{% for i in range(100000) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}"
                        + "{% endfor %}"
            })
    void bombsEndInNamedError(String template) {
        assertThrows(TemplateException.class, () -> render(template));
    }

    @Test
    void deepNestingEndsInNamedError() {
        int deep = 100_000;
        for (var template :
                List.of(
                        "{{ " + "(".repeat(deep),
                        "{{ " + "[".repeat(deep),
                        "{{ " + "-".repeat(deep) + "1 }}",
                        "{{ " + "not ".repeat(deep) + "1 }}",
                        "{{ 1" + " if 1 else 1".repeat(deep) + " }}",
                        "{{ 1" + " + 1".repeat(deep) + " }}",
                        "{{ 1" + "|int".repeat(deep) + " }}",
                        "{{ x" + ".a".repeat(deep) + " }}",
                        "{% if 1 %}".repeat(deep))) {
            assertThrows(TemplateException.class, () -> render(template));
        }
    }

    @Test
    void whiteSpaceControlFollowsTheSigns() throws Exception {
        assertEquals("a\n\nb", render("a\n  {%- if 1 +%}\n\nb{% endif %}"));
        assertEquals("a{{x}}\n b", render("a{% raw %}{{x}}{% endraw +%}\n b\n"));
        assertEquals("  a", render("  {%+ if 1 %}\na{% endif %}"));
    }
}
