package dev.nunchi.app.curate;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Good rows about scenes of people's captions, some of which get one fault each.
///
/// Words come from a list of the test's own and from captions and boxes of data, not from the
/// checks' lists.
final class PlantedFaults {
    /// What is planted.
    enum Fault {
        /// A category of COCO by COCO's name for it.
        THING_OF_COCO(CheckName.UNSUPPORTED_OBJECT),
        /// The same under an everyday name, or in Korean.
        THING_BY_OTHER_NAME(CheckName.UNSUPPORTED_OBJECT),
        /// A thing that COCO does not have.
        THING_OUTSIDE_COCO(CheckName.UNSUPPORTED_OBJECT),
        /// A yes to a question for a thing that is not there.
        FALSE_YES(CheckName.UNSUPPORTED_OBJECT),
        LEAK(CheckName.LEAKED_COORDINATES),
        MENTION(CheckName.MENTIONS_SOURCE),
        REFUSED(CheckName.REFUSAL),
        TOO_SHORT(CheckName.LENGTH),
        TOO_LONG(CheckName.LENGTH),
        CUT(CheckName.CUT_OFF),
        CIRCLE(CheckName.REPETITION),
        FOREIGN(CheckName.WRONG_LANGUAGE),
        COPY(CheckName.NEAR_DUPLICATE),
        COPY_WITH_A_CHANGE(CheckName.NEAR_DUPLICATE);

        final CheckName check;

        Fault(CheckName check) {
            this.check = check;
        }
    }

    /// @param fault empty for a good row
    record Planted(InstructionRow row, Optional<Fault> fault) {}

    /// A picture as people described it, in one language.
    private record Described(Scene scene, boolean korean) {}

    /// Rows before the first copy.
    private static final int FEWEST_GOOD = 50;

    private static final List<SampleType> KINDS =
            List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX);

    private final SplittableRandom random;
    private final Map<String, List<String>> words;
    private final List<Described> scenes = new ArrayList<>();
    private final List<String> categories;

    /// @param list a resource beside this class
    PlantedFaults(long seed, String list, Optional<Path> sharedCaptions) throws IOException {
        random = new SplittableRandom(seed);
        words = words(list);
        for (String line : words.get("scene-en")) {
            scenes.add(new Described(scene(line), false));
        }
        if (sharedCaptions.isPresent()) {
            scenes.addAll(described(sharedCaptions.get()));
        }
        for (int i = 0; i < 5; i++) {
            words.get("scene-ko").forEach(line -> scenes.add(new Described(scene(line), true)));
        }
        categories =
                scenes.stream()
                        .flatMap(described -> described.scene().boxes().stream())
                        .map(Box::category)
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static Map<String, List<String>> words(String list) throws IOException {
        try (InputStream input = PlantedFaults.class.getResourceAsStream(list)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(
                            Collectors.groupingBy(
                                    line -> line[0],
                                    Collectors.mapping(line -> line[1], Collectors.toList())));
        }
    }

    private Scene scene(String line) {
        String[] parts = line.split(" # ");
        var boxes = new ArrayList<Box>();
        for (String category : parts[1].split(", ")) {
            boxes.add(box(category));
        }
        var picture = Path.of("scene-%d.jpg".formatted(random.nextInt(1 << 30)));
        return new Scene(picture, List.of(parts[0].split(" / ")), boxes);
    }

    private Box box(String category) {
        double x = random.nextInt(500) / 1000.0;
        double y = random.nextInt(500) / 1000.0;
        return new Box(category, x, y, x + 0.4, y + 0.4);
    }

    /// Pictures of the data that have both captions and boxes.
    private static List<Described> described(Path file) throws IOException {
        var all = new ArrayList<Described>();
        for (String line : Files.readAllLines(file)) {
            var row = JsonMapper.shared().readTree(line);
            if (row.path("objects").isEmpty() || row.path("captions").size() < 3) {
                continue;
            }
            var captions = new ArrayList<String>();
            row.get("captions").forEach(caption -> captions.add(sentence(caption.asString())));
            var boxes = new ArrayList<Box>();
            for (var object : row.get("objects")) {
                var corners = object.get("bbox");
                boxes.add(
                        Box.clamped(
                                object.get("category").asString(),
                                corners.get(0).asDouble(),
                                corners.get(1).asDouble(),
                                corners.get(2).asDouble(),
                                corners.get(3).asDouble()));
            }
            var scene = new Scene(Path.of(row.get("image").asString()), captions, boxes);
            all.add(new Described(scene, false));
        }
        return all;
    }

    private static String sentence(String caption) {
        String plain = caption.strip().replaceAll("\\s*\\.*$", "");
        return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1) + ".";
    }

    /// @param share of rows that get a fault, all faults alike
    List<Planted> rows(int count, double share) {
        var rows = new ArrayList<Planted>();
        var good = new ArrayList<InstructionRow>();
        while (rows.size() < count) {
            var described = scenes.get(random.nextInt(scenes.size()));
            var row = good("row-" + rows.size(), described);
            if (random.nextDouble() < share && good.size() > FEWEST_GOOD) {
                rows.add(planted(row, described, good));
            } else {
                good.add(row);
                rows.add(new Planted(row, Optional.empty()));
            }
        }
        return rows;
    }

    /// The row with a fault that it can have.
    private Planted planted(InstructionRow row, Described described, List<InstructionRow> good) {
        var fault = Fault.values()[random.nextInt(Fault.values().length)];
        return plant(fault, row, described, good)
                .map(faulty -> new Planted(faulty, Optional.of(fault)))
                .orElseGet(() -> planted(row, described, good));
    }

    private InstructionRow good(String id, Described described) {
        var type = KINDS.get(random.nextInt(KINDS.size()));
        var scene = described.scene();
        boolean korean = described.korean();
        String salt =
                korean
                        ? "(%d번)".formatted(random.nextInt(100_000))
                        : "(no. %d)".formatted(random.nextInt(100_000));
        String captions = String.join(" ", scene.captions().subList(0, 3));
        return switch (type) {
            case CONVERSATION -> Rows.of(id, scene, type, conversation(described, salt));
            case DETAIL ->
                    Rows.of(
                            id,
                            scene,
                            type,
                            korean ? "자세히 설명해 주세요 " + salt : "Describe all of it " + salt,
                            captions + " " + prose(korean, 3));
            default ->
                    Rows.of(
                            id,
                            scene,
                            type,
                            korean ? "왜 이런 일이 생겼을까요? " + salt : "What may come next? " + salt,
                            prose(korean, 2) + " " + captions + " " + prose(korean, 2));
        };
    }

    private String[] conversation(Described described, String salt) {
        var scene = described.scene();
        String caption = scene.captions().get(random.nextInt(3));
        String absent = absent(described);
        return described.korean()
                ? new String[] {"무슨 일이 있나요? " + salt, caption, "더 말해 줄래요?", prose(true, 1)}
                : new String[] {
                    "What is going on here? " + salt,
                    caption,
                    "Is there a %s in the picture?".formatted(absent),
                    "No, there is no %s.".formatted(absent),
                    "Can you see a %s?".formatted(scene.boxes().getFirst().category()),
                    "Yes.",
                    "How does it feel?",
                    prose(false, 1)
                };
    }

    private String prose(boolean korean, int sentences) {
        var all = words.get(korean ? "prose-ko" : "prose-en");
        int first = random.nextInt(all.size());
        var chosen = new ArrayList<String>();
        for (int i = 0; i < sentences; i++) {
            chosen.add(all.get((first + i) % all.size()));
        }
        return String.join(" ", chosen);
    }

    private Optional<InstructionRow> plant(
            Fault fault, InstructionRow row, Described described, List<InstructionRow> good) {
        boolean korean = described.korean();
        String language = korean ? "-ko" : "-en";
        return switch (fault) {
            case THING_OF_COCO ->
                    korean
                            ? Optional.empty()
                            : Optional.of(said(row, claim("-en", absent(described))));
            case THING_BY_OTHER_NAME -> thing(row, described, language, false);
            case THING_OUTSIDE_COCO -> thing(row, described, language, true);
            case FALSE_YES ->
                    row.type() == SampleType.CONVERSATION && !korean
                            ? Optional.of(falseYes(row, described))
                            : Optional.empty();
            case LEAK -> Optional.of(said(row, leak(described)));
            case MENTION -> Optional.of(said(row, one("mention" + language)));
            case REFUSED ->
                    Optional.of(answered(row, one("refusal" + language) + " " + prose(korean, 2)));
            case TOO_SHORT ->
                    row.type() == SampleType.CONVERSATION
                            ? Optional.of(answered(row, ""))
                            : Optional.of(answered(row, korean ? "차분해요." : "It is calm here."));
            case TOO_LONG ->
                    korean || row.type() != SampleType.CONVERSATION
                            ? Optional.empty()
                            : Optional.of(said(row, String.join(" ", words.get("prose-en"))));
            case CUT -> cut(row);
            case CIRCLE -> Optional.of(said(row, (prose(korean, 1) + " ").repeat(4).strip()));
            case FOREIGN ->
                    Optional.of(
                            answered(
                                    row,
                                    random.nextBoolean() ? one("foreign") : prose(!korean, 2)));
            case COPY -> copy(row, good, text -> text);
            case COPY_WITH_A_CHANGE ->
                    copy(row, good, text -> text.toUpperCase(Locale.ROOT).replace(".", " !"));
        };
    }

    private Optional<InstructionRow> copy(
            InstructionRow row, List<InstructionRow> good, UnaryOperator<String> change) {
        var original = good.get(random.nextInt(good.size()));
        var turns =
                original.turns().stream()
                        .map(turn -> new SampleTurn(turn.role(), change.apply(turn.text())))
                        .toList();
        return Optional.of(
                new InstructionRow(
                        row.id(), original.scene(), original.type(), turns, original.provenance()));
    }

    private Optional<InstructionRow> thing(
            InstructionRow row, Described described, String language, boolean outside) {
        String[] thing = one("thing" + language).split(" = ");
        boolean isOutside = thing[1].equals("-");
        String told = told(described);
        boolean there = told.contains(thing[0]) || (told.contains(thing[1]) && !isOutside);
        return isOutside != outside || there
                ? thing(row, described, language, outside)
                : Optional.of(said(row, claim(language, thing[0])));
    }

    private static String told(Described described) {
        var scene = described.scene();
        return (String.join(" ", scene.captions())
                        + " "
                        + scene.boxes().stream()
                                .map(Box::category)
                                .collect(Collectors.joining(" ")))
                .toLowerCase(Locale.ROOT);
    }

    /// A category of the data that neither boxes nor captions hold by its name.
    private String absent(Described described) {
        String told = told(described);
        String category;
        do {
            category = categories.get(random.nextInt(categories.size()));
        } while (List.of(category.split(" ")).stream().anyMatch(told::contains));
        return category;
    }

    private String claim(String language, String thing) {
        boolean closed = (thing.charAt(thing.length() - 1) - 0xAC00) % 28 != 0;
        return one("claim" + language)
                .replace("{0}(이)가", thing + (closed ? "이" : "가"))
                .replace("{0}(을)를", thing + (closed ? "을" : "를"))
                .replace("{0}", thing);
    }

    private InstructionRow falseYes(InstructionRow row, Described described) {
        var turns = new ArrayList<>(row.turns());
        turns.add(
                new SampleTurn(
                        turns.get(0).role(), "Is there a %s too?".formatted(absent(described))));
        turns.add(new SampleTurn(turns.get(1).role(), "Yes, there is."));
        return row.withTurns(turns);
    }

    private String leak(Described described) {
        var box = described.scene().boxes().getFirst();
        boolean korean = described.korean();
        return switch (random.nextInt(4)) {
            case 0 ->
                    (korean ? "위치는 [%s, %s, %s, %s]예요." : "It fills [%s, %s, %s, %s].")
                            .formatted(box.x0(), box.y0(), box.x1(), box.y1());
            case 1 ->
                    (korean ? "모서리가 (%.2f, %.2f)에 있어요." : "Its corner is (%.2f, %.2f).")
                            .formatted(box.x0(), box.y0());
            case 2 ->
                    (korean ? "%.3f에서 %.3f까지 이어져요." : "It goes from %.3f to %.3f.")
                            .formatted(box.x0(), box.x1());
            default -> "x=%.2f, y=%.2f.".formatted(box.x0(), box.y0());
        };
    }

    private static Optional<InstructionRow> cut(InstructionRow row) {
        if (row.type() == SampleType.CONVERSATION) {
            return Optional.empty();
        }
        String text = row.turns().getLast().text();
        int end = text.lastIndexOf(' ');
        return Optional.of(answered(row, text.substring(0, text.lastIndexOf(' ', end - 1))));
    }

    private String one(String list) {
        var all = words.get(list);
        return all.get(random.nextInt(all.size()));
    }

    /// The row, with a sentence more in its first answer.
    private static InstructionRow said(InstructionRow row, String sentence) {
        var turns = new ArrayList<>(row.turns());
        turns.set(1, new SampleTurn(turns.get(1).role(), turns.get(1).text() + " " + sentence));
        return row.withTurns(turns);
    }

    /// The row with another last answer.
    private static InstructionRow answered(InstructionRow row, String answer) {
        var turns = new ArrayList<>(row.turns());
        turns.set(turns.size() - 1, new SampleTurn(turns.getLast().role(), answer));
        return row.withTurns(turns);
    }
}
