package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the cluster: dials all contact points at once, asks the first that welcomes for its view,
 * and the next if that one fails. Ends once, with a view or with what came of each.
 */
final class Bootstrap {
  /** Hears how it ended. */
  interface Listener {
    /**
     * The cluster is found; {@code dc} is that of the contact point which answered first.
     *
     * @param view what that contact point says
     */
    void found(ClusterView view, String dc);

    /** It is not. */
    void notFound(List<OpenFailedException.Tried> tried);
  }

  private final Turn turn;
  private final EngineSettings settings;
  private final EngineStats stats;
  private final Listener listener;
  private final List<Probe> probes = new ArrayList<>();
  private Probe asked;
  private boolean ended;

  /**
   * @param settings with the contact points, and with the names of the cluster and the local DC
   *     where those are demanded
   */
  Bootstrap(Turn turn, EngineSettings settings, EngineStats stats, Listener listener) {
    this.turn = turn;
    this.settings = settings;
    this.stats = stats;
    this.listener = listener;
  }

  void start() {
    for (ContactPoint point : settings.contactPoints()) {
      probes.add(new Probe(point));
    }
    for (Probe probe : probes) {
      probe.channel.dial();
    }
  }

  /** Gives up silently. */
  void cancel() {
    ended = true;
    for (Probe probe : probes) {
      probe.channel.close("not needed any more");
    }
  }

  private void askNext() {
    for (Probe probe : probes) {
      if (asked == null && probe.channel.isOpen()) {
        asked = probe;
        probe.ask();
      }
    }
  }

  private void failIfAllDid() {
    if (ended || probes.stream().anyMatch(probe -> probe.reason == null)) {
      return;
    }
    ended = true;
    listener.notFound(
        probes.stream()
            .map(probe -> new OpenFailedException.Tried(probe.point, probe.reason))
            .toList());
  }

  /** What is tried at one contact point. */
  private final class Probe implements Channel.Owner, ViewFetch.Listener {
    private final ContactPoint point;
    private final Channel channel;
    private String reason;

    Probe(ContactPoint point) {
      this.point = point;
      this.channel = new Channel(turn, settings, stats, point.host(), point.port(), this);
    }

    void ask() {
      channel.send(new ViewFetch(turn.nowNanos(), this), new Request.GetView());
      int timeoutMs = settings.connecting().timeoutMs();
      turn.after(
          timeoutMs,
          () -> channel.close("did not say within %d ms what the cluster is".formatted(timeoutMs)));
    }

    @Override
    public String welcomed(Channel welcomed, Response.Welcome welcome) {
      String demanded = settings.clusterName();
      if (demanded != null && !demanded.equals(welcome.clusterName())) {
        return "belongs to cluster %s and not to %s".formatted(welcome.clusterName(), demanded);
      }
      askNext();
      return null;
    }

    @Override
    public void leaving(Channel leavingChannel) {
      channel.close("the node is leaving");
    }

    @Override
    public void viewCame(ViewFetch fetch, ClusterView view) {
      if (ended) {
        return;
      }
      String dc = settings.localDc();
      if (dc != null && view.members().stream().noneMatch(node -> node.dc().equals(dc))) {
        channel.close(
            "its cluster has no node in the local DC %s, only in %s"
                .formatted(
                    dc,
                    String.join(
                        ", ",
                        view.members().stream().map(ClusterView.Node::dc).distinct().toList())));
        return;
      }
      String found = channel.welcome().dc();
      cancel();
      listener.found(view, found);
    }

    @Override
    public void viewLost(ViewFetch fetch, String why) {
      channel.close(why);
    }

    @Override
    public void closed(Channel closedChannel, String why) {
      reason = why;
      if (ended) {
        return;
      }
      if (asked == this) {
        asked = null;
        askNext();
      }
      failIfAllDid();
    }
  }
}
