package dev.nunchi.app.server;

import dev.nunchi.engine.chat.AnswerBatch;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The thread that answers, several requests at once where the model can, in the order of a
/// [FairQueue]. A thread of the platform: native code holds a virtual one's carrier for as long as
/// it runs.
final class AnsweringExecutor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringExecutor.class);

    private final ServedModel model;
    private final int parallel;
    private final BatchMetrics metrics;
    private final FairQueue<AnswerTicket> queue;
    private final Set<AnswerTicket> running = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean ending;

    AnsweringExecutor(ServedModel model, ServerLimits limits, BatchMetrics metrics) {
        this.model = model;
        this.metrics = metrics;
        parallel = limits.parallel();
        queue = new FairQueue<>(limits.waiting());
        thread = Thread.ofPlatform().daemon().name("nunchi-answering").start(this::work);
    }

    private void work() {
        for (var next = queue.take(); next.isPresent(); next = queue.take()) {
            serve(next.get());
        }
    }

    /// Answers a request and those that come meanwhile, until there is none: the model is in use
    /// for so long.
    private void serve(AnswerTicket first) {
        running.add(first);
        if (ending) {
            first.refuse(AnswerTicket.ending());
        }
        var closing = new CancelToken();
        try {
            var used = model.use(closing, assistant -> answer(assistant, first, closing));
            if (used.isEmpty()) {
                first.refuse(AnswerTicket.noModel());
            }
        } catch (EngineException e) {
            running.forEach(ticket -> ticket.fail(e));
        } catch (RuntimeException e) {
            // The server has to live: others wait behind these.
            LOG.error("Requests failed unexpectedly", e);
            running.forEach(ticket -> ticket.fail(e));
        } finally {
            running.clear();
        }
    }

    /// @return how many requests were answered
    private int answer(Assistant assistant, AnswerTicket first, CancelToken closing) {
        var batch = assistant.batch(parallel);
        int answered = 1;
        join(batch, assistant, first, closing);
        while (batch.size() > 0) {
            int active = batch.size();
            batch.step();
            metrics.stepped(active);
            for (var next = next(batch, closing); next.isPresent(); next = next(batch, closing)) {
                running.add(next.get());
                if (ending) {
                    next.get().refuse(AnswerTicket.ending());
                }
                join(batch, assistant, next.get(), closing);
                answered++;
            }
            running.removeIf(AnswerTicket::isOver);
        }
        return answered;
    }

    /// Those who come after the model has to be closed wait for the next one.
    private Optional<AnswerTicket> next(AnswerBatch batch, CancelToken closing) {
        return batch.isFull() || closing.isCancelled() ? Optional.empty() : queue.poll();
    }

    private static void join(
            AnswerBatch batch, Assistant assistant, AnswerTicket ticket, CancelToken closing) {
        ticket.request(assistant, closing).ifPresent(request -> ticket.await(batch.join(request)));
    }

    /// @return false if too many wait
    boolean submit(AnswerTicket ticket) {
        return queue.offer(ticket.request().client().lines(), ticket);
    }

    /// Ends what nobody waits for.
    void leave(AnswerTicket ticket) {
        ticket.cancel();
        queue.remove(ticket.request().client().lines(), ticket);
    }

    int waiting() {
        return queue.size();
    }

    int answering() {
        return running.size();
    }

    /// Ends the running answers and waits for that: native code must not outlast the model.
    @Override
    public void close() {
        ending = true;
        queue.close();
        queue.drain().forEach(ticket -> ticket.refuse(AnswerTicket.ending()));
        running.forEach(ticket -> ticket.refuse(AnswerTicket.ending()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
