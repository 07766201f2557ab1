package dev.nunchi.app.evaluation;

import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.store.Answerer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a person wants to have evaluated.
///
/// @param candidates each once; with an ablation, the one model that is trained
/// @param extras who is scored besides, each once; none with an ablation
/// @param helpers models that do not answer for themselves
/// @param blind what candidates are shown for the baseline
/// @param ablation empty to score the candidates as they are
public record EvaluationOrder(
        Material material,
        List<Answerer> candidates,
        List<Extra> extras,
        Helpers helpers,
        Sight blind,
        Optional<Ablated> ablation) {
    public EvaluationOrder {
        candidates = List.copyOf(candidates);
        extras = List.copyOf(extras);
        if (candidates.stream().distinct().count() < candidates.size()
                || extras.stream().distinct().count() < extras.size()
                || candidates.size() + extras.size() == 0) {
            throw new IllegalArgumentException("candidates " + candidates + ", " + extras);
        }
        if (ablation.isPresent() && (candidates.size() != 1 || !extras.isEmpty())) {
            throw new IllegalArgumentException("an ablation trains one model");
        }
    }

    /// Who is scored without being a model as it is opened to talk to.
    public sealed interface Extra {
        /// A model's weights alone, without the adapter that it ships with.
        ///
        /// @param model its name in the library
        record Bare(String model) implements Extra {}

        /// Answers that were given before, in LLaVA's layout; nobody can be asked blind.
        record Recorded(Path answers) implements Extra {
            /// As reports name it.
            public String name() {
                return String.valueOf(answers.getFileName()).replaceFirst("\\.jsonl?$", "");
            }
        }
    }

    /// What is asked, about which pictures.
    public sealed interface Material {
        /// What the person chose.
        Path source();

        /// A benchmark in LLaVA-Bench's layouts.
        ///
        /// @param pictures where its pictures lie; empty for beside it
        record Questions(Path source, Optional<Path> pictures) implements Material {}

        /// A benchmark that is built from pictures with boxes.
        ///
        /// @param pictures how many
        record Built(Path source, int pictures) implements Material {}

        /// Pictures that people have described.
        ///
        /// @param pictures how many, at most
        record Captions(Path source, int pictures) implements Material {}

        /// As lists name it.
        default String name() {
            return String.valueOf(source().toAbsolutePath().normalize().getFileName());
        }
    }

    /// @param teacher writes references where there are none
    /// @param judge compares answers with references
    public record Helpers(Optional<Answerer> teacher, Optional<Answerer> judge) {
        public static Helpers none() {
            return new Helpers(Optional.empty(), Optional.empty());
        }
    }

    /// What the arms of an ablation learn from.
    ///
    /// @param steps each arm takes; empty for the usual epochs of its own rows
    public record Ablated(Path data, OptionalLong steps) {}

    /// Whether anything that is asked leaves this program for a server.
    public boolean asksServers() {
        return candidates.stream().anyMatch(Answerer::isRemote)
                || helpers.teacher().filter(Answerer::isRemote).isPresent()
                || helpers.judge().filter(Answerer::isRemote).isPresent();
    }
}
