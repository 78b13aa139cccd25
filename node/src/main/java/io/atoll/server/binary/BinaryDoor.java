package io.atoll.server.binary;

import io.atoll.env.Clock;
import io.atoll.resilience.ByteBudget;
import io.atoll.resilience.Crowd;
import io.atoll.server.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The client port of a node on one loop, whatever carries its connections: sockets in production,
 * simulated ones in simulation. Their carrier calls {@link #accept} for each, {@link #tick} a few
 * times a second, and {@link #goAway} when the node stops. Every call is made on the loop.
 */
public final class BinaryDoor {
  private final LoopState loop;
  private final Executor executor;
  private final Crowd<BinarySession> sessions = new Crowd<>();
  private List<BinarySession> turns = new ArrayList<>();
  private List<BinarySession> takingTurns = new ArrayList<>();
  private boolean leaving;

  /**
   * @param backend the node as this loop sees it
   * @param executor runs a task on this loop, behind those it has already
   * @param memory for what requests hold, shared with other loops and doors
   * @param stats shared by the loops of a node
   */
  public BinaryDoor(
      Backend backend,
      Clock clock,
      Executor executor,
      BinarySettings settings,
      ByteBudget memory,
      LoopPlace place,
      BinaryStats stats) {
    this.loop = new LoopState(backend, clock, settings, memory, place, stats);
    this.executor = executor;
  }

  /**
   * A connection has come.
   *
   * @return who serves it; null when there are far too many, and it is to be closed without a word
   */
  public BinarySession accept(BinarySession.Output output) {
    int max = loop.settings().load().maxConnections();
    if (sessions.size() == max) {
      makeRoom();
    }
    // Those beyond the bound live only to be told; so many of them, and no more.
    if (sessions.size() >= max + Math.max(1, max / 8)) {
      loop.stats().ended(CloseReason.CROWDED);
      return null;
    }
    BinarySession session = new BinarySession(this, loop, output, sessions.size() >= max);
    sessions.arrived(session);
    loop.resources().addConnections(1);
    if (leaving) {
      session.goAway();
    }
    return session;
  }

  /** Gives up connections on which something is overdue. */
  public void tick() {
    long nowNanos = loop.clock().nanos();
    for (BinarySession session : sessions.all()) {
      session.tick(nowNanos);
    }
  }

  /**
   * The node stops: every client is told and answered what is under way; each connection ends when
   * it has been quiet for a moment.
   */
  public void goAway() {
    leaving = true;
    for (BinarySession session : sessions.all()) {
      session.goAway();
    }
  }

  /** Whether no connection is open. */
  public boolean isEmpty() {
    return sessions.size() == 0;
  }

  /** What this loop holds, for meters. */
  public ResourceUsage resources() {
    return loop.resources();
  }

  void forget(BinarySession session) {
    if (sessions.left(session)) {
      loop.resources().addConnections(-1);
    }
  }

  /** A client that has greeted is heard. */
  void heard(BinarySession session) {
    sessions.heard(session);
  }

  private void makeRoom() {
    long nowNanos = loop.clock().nanos();
    BinarySession first = sessions.first(session -> session.mayGiveWay(nowNanos));
    if (first != null) {
      first.giveWay();
      forget(first);
    }
  }

  /** Calls {@link BinarySession#turn} at the end of this loop turn, together with others. */
  void turnSoon(BinarySession session) {
    if (turns.isEmpty()) {
      executor.execute(this::turn);
    }
    turns.add(session);
  }

  private void turn() {
    List<BinarySession> due = turns;
    turns = takingTurns;
    takingTurns = due;
    for (int i = 0; i < due.size(); i++) {
      due.get(i).turn();
    }
    due.clear();
  }
}
