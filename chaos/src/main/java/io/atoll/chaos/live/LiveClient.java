package io.atoll.chaos.live;

import io.atoll.causal.ContextSeal;
import io.atoll.causal.MalformedContextException;
import io.atoll.causal.VersionVector;
import io.atoll.cli.client.Answer;
import io.atoll.cli.client.NodeHttp;
import io.atoll.cli.dev.KillableCluster;
import io.atoll.ring.Member;
import io.atoll.wire.ContextText;
import io.atoll.wire.ProblemType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One client: writes at one level, one write at a time, through the nodes of its own DC while they
 * take connections, else through others. Mostly new keys; some are written again with the context
 * of what was acknowledged before.
 */
final class LiveClient implements Runnable {
  private static final double REWRITES = 0.3;
  private static final long PASS_OVER_NS = TimeUnit.SECONDS.toNanos(2);

  private final int number;
  private final WriteLevel level;
  private final LiveHttp http;
  private final Timeline timeline;
  private final Queue<LiveKey> keys;
  private final long paceNs;
  private final StopWish stop;
  private final Random chance;

  /** The own DC's nodes first. */
  private final List<Member> nodes;

  private final List<LiveKey> rewritable = new ArrayList<>();
  private final Map<Member, Long> refusedAtNs = new LinkedHashMap<>();
  private int turn;
  private int made;

  /** Tells a client when it is enough. */
  interface StopWish {
    /** Waits so long or until the client shall stop; answers whether it shall. */
    boolean await(long nanos) throws InterruptedException;
  }

  /**
   * @param keys takes every key before it is first written
   * @param paceNs from the start of one write to the start of the next, where that is quicker
   */
  LiveClient(
      int number,
      WriteLevel level,
      String homeDc,
      List<Member> members,
      LiveHttp http,
      Timeline timeline,
      Queue<LiveKey> keys,
      long paceNs,
      StopWish stop) {
    this.number = number;
    this.level = level;
    this.http = http;
    this.timeline = timeline;
    this.keys = keys;
    this.paceNs = paceNs;
    this.stop = stop;
    this.chance = new Random(number);
    this.nodes =
        members.stream()
            .sorted(Comparator.comparing(member -> !member.dc().equals(homeDc)))
            .toList();
  }

  @Override
  public void run() {
    try {
      long nextNs = System.nanoTime();
      while (!stop.await(nextNs - System.nanoTime())) {
        nextNs = Math.max(nextNs + paceNs, System.nanoTime() - paceNs);
        write(choose());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LiveKey choose() {
    if (!rewritable.isEmpty() && chance.nextDouble() < REWRITES) {
      return rewritable.get(chance.nextInt(rewritable.size()));
    }
    LiveKey key = new LiveKey("%s-%d-%d".formatted(level.write(), number, ++made), level);
    keys.add(key);
    return key;
  }

  private void write(LiveKey key) throws InterruptedException {
    int version = key.next();
    long startNs = System.nanoTime();
    String last = "";
    int failovers = 0;
    for (Member node : candidates()) {
      Fate fate;
      String detail = "";
      try {
        Answer answer = http.put(KillableCluster.url(node), key, version);
        fate = fate(answer);
        if (fate == Fate.ACKNOWLEDGED) {
          acknowledged(key, version, node, answer);
        } else {
          detail = answer.reason();
        }
      } catch (NodeHttp.NotSent refused) {
        refusedAtNs.put(node, System.nanoTime());
        failovers++;
        last = refused.getMessage();
        continue;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        boolean patient =
            System.nanoTime() - startNs >= TimeUnit.MILLISECONDS.toNanos(LiveHttp.PATIENCE_MS);
        fate = patient || e instanceof TimeoutException ? Fate.TIMED_OUT : Fate.BROKEN_OFF;
        detail = e.toString();
      }
      timeline.add(new Timeline.Event(level, startNs, System.nanoTime(), fate, failovers, detail));
      return;
    }
    timeline.add(
        new Timeline.Event(level, startNs, System.nanoTime(), Fate.NOT_REACHED, failovers, last));
  }

  private void acknowledged(LiveKey key, int version, Member node, Answer answer) {
    boolean first = !key.isAcknowledged();
    String context = answer.headers().get("Atoll-Context");
    boolean knowsMore = !seen(context).equals(seen(key.context()));
    key.acknowledge(version, node.dc(), context, knowsMore);
    if (first) {
      rewritable.add(key);
    }
  }

  /** The writes that a context knows of; it holds a time as well, which rises by itself. */
  private static VersionVector seen(String context) {
    try {
      return context.isEmpty()
          ? VersionVector.EMPTY
          : ContextSeal.unsealed(ContextText.parse(context)).least();
    } catch (IllegalArgumentException | MalformedContextException e) {
      throw new IllegalStateException("a node gave the context " + context, e);
    }
  }

  private static Fate fate(Answer answer) {
    if (answer.isOk()) {
      return Fate.ACKNOWLEDGED;
    }
    return switch (ProblemType.ofKind(answer.problemKind())) {
      case UNAVAILABLE -> Fate.UNAVAILABLE;
      case NOT_ENOUGH_ANSWERS -> Fate.NOT_ENOUGH_ANSWERS;
      case null, default -> Fate.OTHER;
    };
  }

  /** Nodes in the order of trying: own DC in turns, other DCs; those that refused lately last. */
  private List<Member> candidates() {
    turn++;
    String home = nodes.getFirst().dc();
    int near = (int) nodes.stream().filter(node -> node.dc().equals(home)).count();
    int far = nodes.size() - near;
    List<Member> order = new ArrayList<>();
    List<Member> refused = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      int at = i < near ? (turn + i) % near : near + (turn + i) % far;
      Member node = nodes.get(at);
      Long atNs = refusedAtNs.get(node);
      boolean lately = atNs != null && System.nanoTime() - atNs < PASS_OVER_NS;
      (lately ? refused : order).add(node);
    }
    order.addAll(refused);
    return order;
  }
}
