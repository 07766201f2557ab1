package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.List;

/// Runs statements and collects what they write.
final class Renderer {
    private final Rendering rendering;
    private final Evaluator evaluator;
    private int loops; // around the statement being run

    Renderer(Rendering rendering) {
        this.rendering = rendering;
        this.evaluator = new Evaluator(rendering);
    }

    /// How a list of statements ended.
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Text render(List<Statement> body, Scope scope) throws TemplateException {
        var output = new Text.Builder(rendering);
        run(body, scope, output);
        return output.build();
    }

    private Flow run(List<Statement> body, Scope scope, Text.Builder output)
            throws TemplateException {
        rendering.enter();
        var flow = Flow.NEXT;
        for (int i = 0; i < body.size() && flow == Flow.NEXT; i++) {
            flow = run(body.get(i), scope, output);
        }
        rendering.leave();
        return flow;
    }

    private Flow run(Statement statement, Scope scope, Text.Builder output)
            throws TemplateException {
        rendering.countWork(1);
        return switch (statement) {
            case Statement.Data(var text) -> {
                output.append(text);
                yield Flow.NEXT;
            }
            case Statement.Output(var line, var expression) -> {
                rendering.at(line);
                Printer.print(evaluator.evaluate(expression, scope), output, rendering);
                yield Flow.NEXT;
            }
            case Statement.If(var branches) -> runIf(branches, scope, output);
            case Statement.For loop -> runFor(loop, scope, output);
            case Statement.Group(var body) -> run(body, scope, output);
            case Statement.Set set -> {
                rendering.at(set.line());
                assign(set.targets(), evaluator.evaluate(set.value(), scope), scope);
                yield Flow.NEXT;
            }
            case Statement.SetBlock(var line, var target, var body) -> {
                var value = render(body, new Scope(scope));
                rendering.at(line);
                assign(target, value, scope);
                yield Flow.NEXT;
            }
            case Statement.Macro macro -> {
                scope.set(macro.name(), function(macro, scope));
                yield Flow.NEXT;
            }
            case Statement.Break _ -> Flow.BREAK;
            case Statement.Continue _ -> Flow.CONTINUE;
        };
    }

    private Flow runIf(List<Statement.Branch> branches, Scope scope, Text.Builder output)
            throws TemplateException {
        for (var branch : branches) {
            rendering.at(branch.line());
            if (evaluator.isTrue(branch.condition(), scope)) {
                return run(branch.body(), scope, output);
            }
        }
        return Flow.NEXT;
    }

    private Flow runFor(Statement.For loop, Scope scope, Text.Builder output)
            throws TemplateException {
        rendering.at(loop.line());
        var items = itemsOf(loop.head(), scope);
        if (items.isEmpty()) {
            return run(loop.otherwise(), scope, output);
        }
        loops++;
        for (int i = 0; i < items.size(); i++) {
            rendering.countIteration();
            rendering.at(loop.line());
            var inner = new Scope(scope);
            inner.set("loop", new Value.Loop(items, i, loops - 1));
            unpack(loop.head().names(), items.get(i), inner);
            if (run(loop.body(), inner, output) == Flow.BREAK) {
                break;
            }
        }
        loops--;
        return Flow.NEXT;
    }

    private List<Value> itemsOf(Statement.ForHead head, Scope scope) throws TemplateException {
        var all = Iteration.items(evaluator.evaluate(head.iterable(), scope), rendering);
        if (head.filter().isEmpty()) {
            return all;
        }
        var kept = new ArrayList<Value>();
        for (var item : all) {
            rendering.countIteration();
            var inner = new Scope(scope);
            unpack(head.names(), item, inner);
            if (evaluator.isTrue(head.filter().get(), inner)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void unpack(List<String> names, Value value, Scope scope) throws TemplateException {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        var parts = parts(value, names.size());
        for (int i = 0; i < parts.size(); i++) {
            scope.set(names.get(i), parts.get(i));
        }
    }

    private List<Value> parts(Value value, int count) throws TemplateException {
        var parts = Iteration.items(value, rendering);
        if (parts.size() != count) {
            throw rendering.problem(
                    "expected %d values to unpack, found %d".formatted(count, parts.size()));
        }
        return parts;
    }

    private void assign(List<Statement.Target> targets, Value value, Scope scope)
            throws TemplateException {
        if (targets.size() == 1) {
            assign(targets.getFirst(), value, scope);
            return;
        }
        var parts = parts(value, targets.size());
        for (int i = 0; i < parts.size(); i++) {
            assign(targets.get(i), parts.get(i), scope);
        }
    }

    private void assign(Statement.Target target, Value value, Scope scope)
            throws TemplateException {
        if (target.attribute().isEmpty()) {
            scope.set(target.name(), value);
        } else if (scope.get(target.name()) instanceof Value.Namespace(var variables)) {
            variables.put(target.attribute().get(), value);
        } else {
            throw rendering.problem("'%s' is no namespace".formatted(target.name()));
        }
    }

    private Value function(Statement.Macro macro, Scope scope) {
        return new Value.Function(
                macro.name(),
                (arguments, _) -> {
                    var inner = new Scope(scope);
                    bind(macro, arguments, inner);
                    return render(macro.body(), inner);
                });
    }

    private void bind(Statement.Macro macro, Arguments arguments, Scope inner)
            throws TemplateException {
        var parameters = macro.parameters();
        if (arguments.positional().size() > parameters.size()) {
            throw rendering.problem(
                    "macro '%s' takes %d arguments".formatted(macro.name(), parameters.size()));
        }
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            var given = arguments.get(i, parameter.name());
            if (given.isPresent()) {
                inner.set(parameter.name(), given.get());
            } else if (parameter.byDefault().isPresent()) {
                inner.set(parameter.name(), evaluator.evaluate(parameter.byDefault().get(), inner));
            } else {
                inner.set(parameter.name(), new Value.Undefined(parameter.name()));
            }
        }
    }
}
