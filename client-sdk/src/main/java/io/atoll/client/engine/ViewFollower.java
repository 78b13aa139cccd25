package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import io.atoll.resilience.Backoff;
import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the view of the cluster up with its epochs. Every answer names the newest epoch its node
 * knows; when that is newer than the view, one node is asked for its view, one question at a time,
 * until the epoch is reached. When no node of the view can be reached any more, the contact points
 * are asked again: the cluster may have moved. Lives on the first loop; others send it messages.
 */
final class ViewFollower implements ViewFetch.Listener {
  private static final long FRESH_NANOS = 100_000_000L;
  private static final int TRIES = 3;
  private static final int STABLE_TICKS = 4;
  private static final Backoff FETCH_BACKOFF = new Backoff(20, 1_000);

  private final Turn turn;
  private final EngineSettings settings;
  private final EngineStats stats;
  private final NodeLinks links;
  private final Consumer<ClusterView> adopt;
  private final List<Consumer<String>> waiting = new ArrayList<>();

  private long wantedEpoch;
  private ViewFetch fetch;
  private ClientLoop.Timer timer;
  private int failures;
  private boolean everFetched;
  private long fetchedNanos;
  private Bootstrap search;
  private int searches;
  private int ticksInReach;
  private long nextSearchNanos;
  private boolean closed;

  /**
   * @param settings what a search for the cluster demands
   * @param adopt makes every loop go over to a view
   */
  ViewFollower(
      Turn turn,
      EngineSettings settings,
      EngineStats stats,
      NodeLinks links,
      Consumer<ClusterView> adopt) {
    this.turn = turn;
    this.settings = settings;
    this.stats = stats;
    this.links = links;
    this.adopt = adopt;
  }

  /** A node spoke of an epoch. */
  void heardOf(long epoch) {
    if (epoch > wantedEpoch && epoch > links.view().epoch()) {
      wantedEpoch = epoch;
      fetch();
    }
  }

  /**
   * Gets a view that is as new as this question, or nearly.
   *
   * @param then told when it is in use, with null, or with why there is none
   */
  void refresh(Consumer<String> then) {
    if (closed) {
      return;
    }
    if (everFetched && turn.nowNanos() - fetchedNanos < FRESH_NANOS) {
      then.accept(null);
      return;
    }
    waiting.add(then);
    fetch();
  }

  /** Looks whether the cluster must be searched for. */
  void tick(long nowNanos) {
    if (closed) {
      return;
    }
    ticksInReach = links.isAnyOpen() ? ticksInReach + 1 : 0;
    if (ticksInReach > 0) {
      searches = ticksInReach >= STABLE_TICKS ? 0 : searches;
    } else if (search == null && (searches == 0 || nowNanos - nextSearchNanos >= 0)) {
      search = new Bootstrap(turn, settings, stats, new Search());
      search.start();
    }
  }

  void close() {
    closed = true;
    stopTimer();
    if (search != null) {
      search.cancel();
    }
  }

  private void fetch() {
    if (closed || fetch != null || timer != null) {
      return;
    }
    NodeLink link = links.any();
    if (link == null) {
      answerWaiting("no node could be reached: " + links.troubles());
      pause();
      return;
    }
    ViewFetch asked = new ViewFetch(turn.nowNanos(), this);
    fetch = asked;
    link.channelFor(0).send(asked, new Request.GetView());
    timer =
        turn.after(
            settings.connecting().timeoutMs(),
            () -> viewLost(asked, link.name() + " did not say what the cluster is"));
  }

  @Override
  public void viewCame(ViewFetch answered, ClusterView view) {
    if (answered != fetch) {
      return;
    }
    fetch = null;
    stopTimer();
    failures = 0;
    everFetched = true;
    fetchedNanos = turn.nowNanos();
    if (view.epoch() > links.view().epoch()
        && view.clusterName().equals(links.view().clusterName())) {
      adopt.accept(view);
    }
    answerWaiting(null);
    if (wantedEpoch > links.view().epoch()) {
      // It asked a node that does not know yet.
      pause();
    }
  }

  @Override
  public void viewLost(ViewFetch lost, String reason) {
    if (lost != fetch || closed) {
      return;
    }
    fetch = null;
    stopTimer();
    if (failures >= TRIES) {
      answerWaiting(reason);
    }
    pause();
  }

  private void pause() {
    failures++;
    if (timer != null) {
      return;
    }
    timer =
        turn.after(
            FETCH_BACKOFF.pauseMs(failures, turn.loop().random()),
            () -> {
              timer = null;
              if (!waiting.isEmpty() || wantedEpoch > links.view().epoch()) {
                fetch();
              }
            });
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void answerWaiting(String trouble) {
    List<Consumer<String>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.accept(trouble));
  }

  private void searched() {
    search = null;
    searches++;
    long pauseMs = settings.connecting().backoff().pauseMs(searches, turn.loop().random());
    nextSearchNanos = turn.nowNanos() + pauseMs * 1_000_000;
  }

  /** What comes of a search. */
  private final class Search implements Bootstrap.Listener {
    @Override
    public void found(ClusterView view, String dc) {
      searched();
      // With nobody left of the old view, an older epoch is news too: a cluster that was born anew.
      if (view.epoch() > links.view().epoch() || !links.isAnyOpen()) {
        wantedEpoch = Math.min(wantedEpoch, view.epoch());
        adopt.accept(view);
      }
      links.hurry();
    }

    @Override
    public void notFound(List<OpenFailedException.Tried> tried) {
      searched();
    }
  }
}
