package io.atoll.consensus;

import io.atoll.consensus.Effect.Adopted;
import io.atoll.consensus.Effect.Outward;
import io.atoll.consensus.Effect.Persist;
import io.atoll.consensus.Effect.ProposalEnded;
import io.atoll.consensus.Effect.Send;
import io.atoll.consensus.Effect.Unreadable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a {@link TopologyLog}: the one place that carries out its effects, and so the one that keeps
 * the rule "persistence before everything else". All calls, and the completion of the futures that
 * {@link Doors#persist} returns, belong to one thread. Calls never wait: while a state is being
 * made durable the log goes on in memory, and what it wants done queues up behind; the states that
 * queue up meanwhile become durable at once, as the last of them.
 */
public final class TopologyLogRunner {
  /** What the log needs of its node. Nothing here may throw. */
  public interface Doors {
    /**
     * Makes a state durable, replacing the one before as a whole. Called again only after the
     * returned future is complete.
     *
     * @return a future that completes on the runner's thread; a failure stops this node's part in
     *     the protocol until it is started again
     */
    Future<Void> persist(byte[] state);

    /** Sends a message, or loses it. */
    void send(String to, Message message);

    /** The node now has an epoch, durably; epochs rise, some may be skipped. */
    void adopted(long epoch, byte[] value);

    /** A peer has a value that this release cannot read. */
    void unreadable(String from, long epoch, String why);

    /** A state could not be made durable: nothing further will be done. */
    void failed(Throwable cause);
  }

  private final TopologyLog log;
  private final Doors doors;
  private final ArrayDeque<Effect> queue = new ArrayDeque<>();
  private final Map<ProposalId, Promise<ProposalEnd>> proposals = new LinkedHashMap<>();
  private boolean carryingOut;
  private boolean persisting;
  private Throwable failure;

  public TopologyLogRunner(TopologyLog log, Doors doors) {
    this.log = log;
    this.doors = doors;
  }

  /**
   * Proposes a value; see {@link TopologyLog#propose} for the arguments and what it throws.
   *
   * @return how it ended; fails only when this node's state cannot be made durable, and then the
   *     value may have been decided or may yet be
   */
  public Future<ProposalEnd> propose(long nowMs, long epoch, byte[] value) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    TopologyLog.Begun begun = log.propose(nowMs, epoch, value);
    Promise<ProposalEnd> end = Promise.promise();
    proposals.put(begun.id(), end);
    run(begun.effects());
    return end.future();
  }

  /**
   * Time has passed: to be called several times per {@link TopologyLogSettings.Rounds#resendMs}.
   */
  public void tick(long nowMs) {
    if (failure == null) {
      run(log.tick(nowMs));
    }
  }

  /** Says what this node knows of the votes of its earlier runs. */
  public void memory(long nowMs, VoteMemory known) {
    if (failure == null) {
      run(log.memory(nowMs, known));
    }
  }

  /** Whether this node remembers all that it may have voted, or has learnt it from others. */
  public boolean remembersItsVotes() {
    return log.remembersItsVotes();
  }

  /** A message came from an authenticated peer. */
  public void receive(long nowMs, String from, Message message) {
    if (failure == null) {
      run(log.receive(nowMs, from, message));
    }
  }

  /** A peer has said that it has an epoch. */
  public void announced(long nowMs, String peer, long epoch) {
    if (failure == null) {
      run(log.announced(nowMs, peer, epoch));
    }
  }

  /** Others have told of a peer that it has an epoch. */
  public void reported(long nowMs, String peer, long epoch) {
    if (failure == null) {
      run(log.reported(nowMs, peer, epoch));
    }
  }

  /**
   * The newest epoch of the log; it may be on its way to the disk still, so tell others only of
   * what {@link Doors#adopted} told.
   */
  public long newestEpoch() {
    return log.newestEpoch();
  }

  /** The value of an epoch, unless it is forgotten or not known yet; not to be changed. */
  public Optional<byte[]> topology(long epoch) {
    return log.topology(epoch);
  }

  private void run(List<Effect> effects) {
    queue.addAll(effects);
    carryOut();
  }

  private void carryOut() {
    if (carryingOut) {
      return;
    }
    carryingOut = true;
    try {
      while (!persisting && failure == null && !queue.isEmpty()) {
        switch (queue.poll()) {
          case Persist p -> persist(p);
          case Outward o -> carryOut(o);
        }
      }
    } finally {
      carryingOut = false;
    }
  }

  private void carryOut(Outward effect) {
    switch (effect) {
      case Send s -> doors.send(s.to(), s.message());
      case Adopted a -> doors.adopted(a.epoch(), a.value());
      case Unreadable u -> doors.unreadable(u.from(), u.epoch(), u.why());
      case ProposalEnded e -> proposals.remove(e.id()).complete(e.end());
    }
  }

  private void persist(Persist first) {
    byte[] state = first.state();
    for (Effect later : queue) {
      if (later instanceof Persist p) {
        state = p.state();
      }
    }
    queue.removeIf(Persist.class::isInstance);
    persisting = true;
    doors
        .persist(state)
        .onComplete(
            done -> {
              persisting = false;
              if (done.failed()) {
                fail(done.cause());
              } else {
                carryOut();
              }
            });
  }

  private void fail(Throwable cause) {
    failure = cause;
    queue.clear();
    List<Promise<ProposalEnd>> lost = List.copyOf(proposals.values());
    proposals.clear();
    lost.forEach(p -> p.fail(cause));
    doors.failed(cause);
  }

  /** How many proposals of this node are not over. */
  public int proposalsWaiting() {
    return log.proposalsWaiting();
  }
}
