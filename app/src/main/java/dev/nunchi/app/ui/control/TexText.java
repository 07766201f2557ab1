package dev.nunchi.app.ui.control;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A TeX formula as characters that a person can read: `\frac{a}{b}^2` becomes `(a/b)²`.
///
/// Covers what language models write: Greek, operators, relations, arrows, fractions, roots,
/// superscripts and subscripts, accents, text, matrices in one line. A command that is not known
/// stays as its name.
final class TexText {
    private static final int MAX_DEPTH = 40;

    private static final Map<String, String> SYMBOLS = symbols();
    private static final Map<Integer, Integer> SUPERSCRIPT =
            pairs(
                    "0123456789+-=()abcdefghijklmnoprstuvwxyzT−",
                    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ⁻");
    private static final Map<Integer, Integer> SUBSCRIPT =
            pairs("0123456789+-=()aehijklmnoprstuvx−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₋");
    private static final Map<String, String> ACCENTS =
            Map.of("hat", "̂", "bar", "̄", "vec", "⃗", "dot", "̇", "tilde", "̃", "overline", "̄");

    private final String tex;
    private int at;
    private int depth;

    private TexText(String tex) {
        this.tex = tex;
    }

    static String of(String tex) {
        String text = new TexText(tex).sequence('\0').strip().replaceAll(" {2,}", " ");
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /// Reads up to a closing character, which is consumed.
    private String sequence(char close) {
        var text = new StringBuilder();
        depth++;
        while (at < tex.length() && depth <= MAX_DEPTH) {
            char c = tex.charAt(at);
            if (c == close) {
                at++;
                break;
            }
            text.append(next());
        }
        depth--;
        return text.toString();
    }

    private String next() {
        int c = tex.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '\\' -> command();
            case '{' -> sequence('}');
            case '}' -> "";
            case '^' -> script(argument(), SUPERSCRIPT, "^");
            case '_' -> script(argument(), SUBSCRIPT, "_");
            case '&', '~', '\n', '\t' -> " ";
            case '\'' -> "′";
            case '-' -> "−";
            default -> Character.toString(c);
        };
    }

    /// A group in braces, a command with its arguments, or one character.
    private String argument() {
        while (at < tex.length() && tex.charAt(at) == ' ') {
            at++;
        }
        if (at >= tex.length() || depth >= MAX_DEPTH) {
            return "";
        }
        depth++;
        String read = next();
        depth--;
        return read;
    }

    private static String script(String text, Map<Integer, Integer> table, String mark) {
        String plain = text.strip();
        if (!plain.isEmpty() && plain.codePoints().allMatch(table::containsKey)) {
            return plain.codePoints()
                    .map(c -> table.getOrDefault(c, c))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
        }
        return plain.codePointCount(0, plain.length()) <= 1
                ? mark + plain
                : mark + "(" + plain + ")";
    }

    private String command() {
        if (at >= tex.length()) {
            return "";
        }
        int start = at;
        if (!Character.isLetter(tex.charAt(at))) {
            at++;
            return switch (tex.charAt(start)) {
                case '\\' -> "; ";
                case ',', ';', ':', ' ' -> " ";
                case '!' -> "";
                case '|' -> "‖";
                default -> tex.substring(start, at);
            };
        }
        while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
            at++;
        }
        return named(tex.substring(start, at));
    }

    private String named(String name) {
        String accent = ACCENTS.get(name);
        if (accent != null) {
            return accented(argument(), accent);
        }
        return switch (name) {
            case "frac", "dfrac", "tfrac", "cfrac" -> group(argument()) + "/" + group(argument());
            case "binom" -> "(" + argument() + " over " + argument() + ")";
            case "sqrt" -> root();
            case "text",
                    "mathrm",
                    "mathbf",
                    "mathit",
                    "mathsf",
                    "operatorname",
                    "boldsymbol",
                    "textbf",
                    "textit",
                    "mathcal",
                    "mbox",
                    "boxed",
                    "underline" ->
                    argument();
            case "mathbb" -> blackboard(argument());
            case "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr" -> delimiter();
            case "begin" -> environment(argument());
            case "end" -> {
                argument();
                yield "";
            }
            case "displaystyle", "textstyle", "limits", "nolimits" -> "";
            default -> Optional.ofNullable(SYMBOLS.get(name)).orElse(name);
        };
    }

    private static String environment(String name) {
        return name.contains("matrix") || name.equals("cases") || name.equals("array") ? " " : "";
    }

    /// What stands behind is read as any other character; a dot stands for none.
    private String delimiter() {
        if (at < tex.length() && tex.charAt(at) == '.') {
            at++;
        }
        return "";
    }

    private String root() {
        String degree = "";
        if (at < tex.length() && tex.charAt(at) == '[') {
            at++;
            degree = script(sequence(']'), SUPERSCRIPT, "");
        }
        return degree + "√" + group(argument());
    }

    private static String accented(String text, String accent) {
        return text.codePointCount(0, text.length()) == 1 ? text + accent : group(text) + accent;
    }

    private static String blackboard(String text) {
        return switch (text) {
            case "R" -> "ℝ";
            case "N" -> "ℕ";
            case "Z" -> "ℤ";
            case "Q" -> "ℚ";
            case "C" -> "ℂ";
            case "E" -> "𝔼";
            case "P" -> "ℙ";
            default -> text;
        };
    }

    /// In brackets unless it is one thing.
    private static String group(String text) {
        String plain = text.strip();
        return plain.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '.')
                ? plain
                : "(" + plain + ")";
    }

    private static Map<Integer, Integer> pairs(String from, String to) {
        var table = new HashMap<Integer, Integer>();
        int[] keys = from.codePoints().toArray();
        int[] values = to.codePoints().toArray();
        for (int i = 0; i < keys.length; i++) {
            table.put(keys[i], values[i]);
        }
        return table;
    }

    private static Map<String, String> symbols() {
        var table = new HashMap<String, String>();
        String[] rows = {
            "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι",
            "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ",
            "chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ",
            "Omega Ω times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗",
            "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝",
            "ll ≪ gg ≫ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩",
            "emptyset ∅ varnothing ∅ setminus ∖ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧",
            "wedge ∧ lor ∨ vee ∨ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒",
            "Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ infty ∞",
            "partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ iint ∬ oint ∮ ldots … dots … cdots ⋯ vdots ⋮",
            "angle ∠ perp ⊥ parallel ∥ mid | vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖",
            "langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ prime ′ hbar ℏ ell ℓ Re ℜ Im ℑ",
            "degree ° triangle △ square □ checkmark ✓ therefore ∴ because ∵ top ⊤ bot ⊥ dagger †",
        };
        for (String row : rows) {
            String[] words = row.split(" ");
            for (int i = 0; i < words.length; i += 2) {
                table.put(words[i], words[i + 1]);
            }
        }
        table.put("quad", "  ");
        table.put("qquad", "   ");
        return Map.copyOf(table);
    }
}
