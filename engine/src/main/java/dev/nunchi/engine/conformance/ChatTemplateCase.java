package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.Owner;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Segment;
import dev.nunchi.engine.text.Tokenizer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Laid-out conversations: text, who owns it, what is learnt, and the ids.
final class ChatTemplateCase {
    private static final Set<String> KEYS =
            Set.of(
                    "layout",
                    "template_file",
                    "tokenizer",
                    "begin_token_added_by_tokenizer",
                    "end_of_turn",
                    "cases");
    private static final Set<String> CASE_KEYS =
            Set.of(
                    "name",
                    "messages",
                    "add_generation_prompt",
                    "text",
                    "ids",
                    "ids_if_all_text_were_trusted",
                    "same",
                    "target_mask",
                    "segments");

    private final String layout;
    private final ChatTemplate template;
    private final Tokenizer tokenizer;
    private final Recorder recorder;

    private ChatTemplateCase(
            String layout, ChatTemplate template, Tokenizer tokenizer, Recorder recorder) {
        this.layout = layout;
        this.template = template;
        this.tokenizer = tokenizer;
        this.recorder = recorder;
    }

    /// The layouts of a folder: every template with a description beside it.
    static List<Path> layouts(Path folder) throws StorageException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> Files.exists(templateOf(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw StorageException.of(folder, "listing chat templates", e);
        }
    }

    private static Path templateOf(Path description) {
        String name = description.getFileName().toString();
        return description.resolveSibling(name.replaceFirst("\\.json$", ".jinja"));
    }

    static void run(Path folder, Recorder recorder) throws EngineException {
        for (var file : layouts(folder)) {
            var json = Fixture.readJson(file);
            Fixture.reportUnknownKeys(file.getFileName().toString(), json, KEYS, recorder);
            if (recorder.wants(Group.TOKENIZE)) {
                runLayout(folder, json, recorder);
            }
        }
        reportUnknownFiles(folder, recorder);
    }

    private static void reportUnknownFiles(Path folder, Recorder recorder) throws StorageException {
        var known =
                layouts(folder).stream()
                        .flatMap(file -> List.of(file, templateOf(file)).stream())
                        .collect(Collectors.toSet());
        try (var files = Files.list(folder)) {
            files.filter(file -> !known.contains(file))
                    .sorted()
                    .forEach(file ->
                            recorder.unknown(file.getFileName().toString(), "unknown file"));
        } catch (IOException e) {
            throw StorageException.of(folder, "listing chat templates", e);
        }
    }

    private static void runLayout(Path folder, JsonNode json, Recorder recorder)
            throws EngineException {
        String layout = json.get("layout").asString();
        var tokenizerFile =
                folder.resolveSibling(json.get("tokenizer").asString()).resolve("tokenizer.json");
        try (var tokenizer = TokenizerCase.open(tokenizerFile)) {
            var source = Files.readString(folder.resolve(json.get("template_file").asString()));
            var template = ChatTemplate.parse(source, specials(json, tokenizer));
            var runner = new ChatTemplateCase(layout, template, tokenizer, recorder);
            for (var entry : json.get("cases")) {
                runner.check(entry);
            }
        } catch (IOException e) {
            throw StorageException.of(folder, "reading a chat template", e);
        }
    }

    /// The end token is the layout's end of turn; the begin token is whichever the vocabulary has.
    private static SpecialTokenTexts specials(JsonNode json, Tokenizer tokenizer) {
        var begin =
                List.of("<s>", "<|begin_of_text|>").stream()
                        .filter(text -> tokenizer.idOf(text).isPresent())
                        .findFirst();
        return new SpecialTokenTexts(
                begin,
                Optional.of(json.get("end_of_turn").asString()),
                Optional.empty(),
                Optional.empty());
    }

    private void check(JsonNode entry) throws EngineException {
        String name = layout + "." + entry.get("name").asString() + ".";
        var messages = FixtureMessages.read(entry.get("messages"), name);
        var continuation =
                entry.get("add_generation_prompt").asBoolean()
                        ? Continuation.GENERATION_PROMPT
                        : Continuation.NONE;
        var segments = template.render(messages, continuation);
        recorder.equal(name + "text", Group.TOKENIZE, entry.get("text").asString(), text(segments));
        recorder.equal(
                name + "segments",
                Group.TOKENIZE,
                merged(expectedSegments(entry)),
                merged(segments));
        checkIds(name, entry, messages, continuation);
        checkTrusted(name, entry, segments);
        Fixture.reportUnknownKeys(name, entry, CASE_KEYS, recorder);
    }

    private void checkIds(
            String name, JsonNode entry, List<Message> messages, Continuation continuation)
            throws EngineException {
        var encoder = new PromptEncoder(template, tokenizer, tokenizer.idOf(ChatTemplate.IMAGE));
        var ones = new int[messages.stream().mapToInt(Message::pictures).sum()];
        Arrays.fill(ones, 1);
        var prompt = encoder.encode(messages, continuation, ones);
        recorder.ids(
                name + "ids",
                Group.TOKENIZE,
                TokenizerCase.longs(entry.get("ids")),
                TokenizerCase.widen(prompt.ids()));
        var mask = new long[prompt.ids().length];
        prompt.targets().stream().forEach(i -> mask[i] = 1);
        recorder.ids(
                name + "target_mask",
                Group.TOKENIZE,
                TokenizerCase.longs(entry.get("target_mask")),
                mask);
    }

    /// What would happen if typed text could become special tokens: the same text as layout.
    private void checkTrusted(String name, JsonNode entry, List<Segment> segments) {
        var trusted = segments.stream().map(segment -> Segment.layout(segment.text())).toList();
        var ids = new ArrayList<Long>();
        boolean beginMissing = entry.get("ids").size() > 0 && tokenizer.beginToken().isPresent();
        var encoded = tokenizer.encode(trusted);
        if (beginMissing && encoded[0] != tokenizer.beginToken().getAsInt()) {
            ids.add((long) tokenizer.beginToken().getAsInt());
        }
        for (int id : encoded) {
            ids.add((long) id);
        }
        recorder.ids(
                name + "ids_if_all_text_were_trusted",
                Group.TOKENIZE,
                TokenizerCase.longs(entry.get("ids_if_all_text_were_trusted")),
                ids.stream().mapToLong(Long::longValue).toArray());
    }

    static String text(List<Segment> segments) {
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    private static List<Segment> expectedSegments(JsonNode entry) {
        var segments = new ArrayList<Segment>();
        for (var segment : entry.get("segments")) {
            boolean layout = segment.get("owner").asString().equals("frame");
            segments.add(
                    new Segment(
                            segment.get("text").asString(),
                            layout ? Owner.LAYOUT : Owner.CONTENT,
                            segment.get("target").asBoolean()));
        }
        return segments;
    }

    /// Neighbours of one owner joined and empty ones dropped: how a template is cut is its own
    /// business.
    private static List<Segment> merged(List<Segment> segments) {
        var result = new ArrayList<Segment>();
        for (var segment : segments) {
            if (segment.text().isEmpty()) {
                continue;
            }
            var last = result.isEmpty() ? null : result.getLast();
            if (last != null
                    && last.owner() == segment.owner()
                    && last.target() == segment.target()) {
                result.removeLast();
                result.add(
                        new Segment(
                                last.text() + segment.text(), segment.owner(), segment.target()));
            } else {
                result.add(segment);
            }
        }
        return result;
    }
}
