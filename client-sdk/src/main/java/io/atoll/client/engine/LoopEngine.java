package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import io.atoll.wire.ClusterView;
import java.util.ArrayList;
import java.util.List;

/** The part of an engine that lives on one loop, with connections and requests of its own. */
final class LoopEngine implements Turn.Work, NodeLink.Owner, Dispatcher.KeyspaceRefresh {
  /** What it needs of the whole. */
  interface Whole {
    /** A node spoke of an epoch newer than the view. */
    void heardOf(LoopEngine at, long epoch);

    /** A newer view is wanted; {@link LoopEngine#refreshed} follows. */
    void refresh(LoopEngine at);
  }

  private final ClientLoop loop;
  private final Whole whole;
  private final Turn turn;
  private final Inbox inbox;
  private final NodeLinks links;
  private final Dispatcher dispatcher;
  private final long tickMs;
  private final List<Call> refreshing = new ArrayList<>();
  private boolean refreshAsked;
  private long heardEpoch;
  private boolean closed;

  LoopEngine(
      ClientLoop loop,
      EngineSettings settings,
      EngineStats stats,
      String localDc,
      Admission admission,
      Whole whole) {
    this.loop = loop;
    this.whole = whole;
    this.turn = new Turn(loop, this);
    this.inbox = new Inbox(loop, () -> turn.run(() -> {}));
    this.links = new NodeLinks(turn, settings, stats, localDc, this);
    this.dispatcher = new Dispatcher(turn, settings, stats, admission, links, this);
    this.tickMs = Math.max(1, settings.connecting().pingMs() / 4);
  }

  ClientLoop loop() {
    return loop;
  }

  Turn turn() {
    return turn;
  }

  NodeLinks links() {
    return links;
  }

  /** Hands in requests, from any thread. */
  void submit(Inbox.Submission submission) {
    inbox.submit(submission);
  }

  /** Goes over to a view; the first begins the work. */
  void adopt(ClusterView view) {
    turn.run(
        () -> {
          if (closed) {
            return;
          }
          boolean first = links.view() == null;
          links.adopt(view);
          dispatcher.linksChanged();
          if (first) {
            turn.after(tickMs, this::tick);
          }
        });
  }

  /** The view is as new as was asked for, or null with the reason. */
  void refreshed(String trouble) {
    turn.run(
        () -> {
          refreshAsked = false;
          List<Call> waiting = List.copyOf(refreshing);
          refreshing.clear();
          waiting.forEach(call -> dispatcher.refreshed(call, trouble));
        });
  }

  /** Ends everything. */
  void close() {
    turn.run(
        () -> {
          closed = true;
          dispatcher.close();
          links.close("the client was closed");
        });
  }

  private void tick() {
    if (!closed) {
      links.tick(tickMs, turn.nowNanos());
      turn.after(tickMs, this::tick);
    }
  }

  @Override
  public void begins() {
    inbox.hold();
  }

  @Override
  public void ends() {
    inbox.drain(dispatcher);
    dispatcher.sendParked();
  }

  @Override
  public void over() {
    inbox.release();
  }

  @Override
  public void changed() {
    links.changed();
    dispatcher.linksChanged();
  }

  @Override
  public void heardOf(long epoch) {
    if (epoch > heardEpoch) {
      heardEpoch = epoch;
      whole.heardOf(this, epoch);
    }
  }

  @Override
  public void refreshFor(Call call) {
    refreshing.add(call);
    if (!refreshAsked) {
      refreshAsked = true;
      whole.refresh(this);
    }
  }
}
