package dev.nunchi.app.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The thread that answers, one request after the other, in the order of a [FairQueue]. A thread of
/// the platform: native code holds a virtual one's carrier for as long as it runs.
final class AnsweringExecutor implements AutoCloseable {
    private final FairQueue<AnswerTicket> queue;
    private final Set<AnswerTicket> running = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /// @param waiting most requests that wait
    AnsweringExecutor(int waiting) {
        queue = new FairQueue<>(waiting);
        thread = Thread.ofPlatform().daemon().name("nunchi-answering").start(this::work);
    }

    private void work() {
        for (var next = queue.take(); next.isPresent(); next = queue.take()) {
            running.add(next.get());
            next.get().run();
            running.remove(next.get());
        }
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

    /// Ends the running answer and waits for that: native code must not outlast the model.
    @Override
    public void close() {
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
