package io.atoll.chaos.watch;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.History;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** All that watches one run; a checker asks it afterwards. */
public final class Watch {
  private final Answers answers;
  private final Starts starts = new Starts();
  private final Votes votes = new Votes();
  private Ledger ledger;
  private TopologyBook topologies;
  private Bounds bounds;
  private Health health;
  private Spread spread;
  private SimCluster cluster;
  private final Map<String, SortedMap<StorageKey, Siblings>> holdings = new TreeMap<>();

  public Watch(History history) {
    this.answers = new Answers(history);
  }

  /** Stands between the parts of a node that starts, before anything else does. */
  public TestHooks between(TestHooks inner, Member member) {
    String nodeId = member.nodeId();
    return starts.between(answers.between(votes.between(inner, nodeId), member), nodeId);
  }

  /** Begins, before the cluster is started. */
  public void begin(SimCluster simulated) {
    cluster = simulated;
    ledger = new Ledger(cluster);
    topologies = new TopologyBook(cluster);
    health = new Health(cluster);
    health.begin();
    spread = new Spread(cluster, ledger, health);
    answers.judgedBy(ledger, cluster.members(), topologies, spread);
    starts.judgedBy(cluster, ledger);
    bounds = new Bounds(cluster, topologies, ledger);
    bounds.begin();
  }

  /**
   * Reads the whole storage of every node; virtual time passes.
   *
   * @param broken told whose storage could not be read
   */
  public void lookAtEverything(Consumer<String> broken) {
    Map<String, Future<SortedMap<StorageKey, byte[]>>> reading = new TreeMap<>();
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null) {
        reading.put(member.nodeId(), Holdings.of(node));
      }
    }
    cluster.runUntilAllEnd(reading.values(), SimCluster.DISK_PATIENCE_MS);
    reading.forEach(
        (nodeId, read) -> {
          if (read.succeeded()) {
            TreeMap<StorageKey, Siblings> states = new TreeMap<>();
            read.result().forEach((key, state) -> states.put(key, Siblings.decode(state)));
            holdings.put(nodeId, states);
          } else if (read.failed()) {
            broken.accept(
                "%s cannot read all that it has: %s".formatted(nodeId, read.cause().getMessage()));
          } else {
            broken.accept(
                "%s has not read all that it has after %d ms"
                    .formatted(nodeId, SimCluster.DISK_PATIENCE_MS));
          }
        });
  }

  /** Tells a history which disks lost what they had, and which disks had what was acknowledged. */
  public void tell(History history) {
    for (Member member : cluster.members()) {
      long harmed = ledger.of(member.nodeId()).harmedNanos();
      if (harmed >= 0) {
        history.harmed(member.nodeId(), harmed);
      }
    }
    for (Acknowledgement said : answers.noted()) {
      Set<String> onDisk = new TreeSet<>();
      said.events().forEach(event -> onDisk.addAll(event.onDisk()));
      history.writes().get(said.write()).durableOn(onDisk);
    }
  }

  /** By node, everything that it held then, as scans show it. */
  public Map<String, SortedMap<StorageKey, Siblings>> holdings() {
    return holdings;
  }

  /** Who could do their work, when. */
  public Health health() {
    return health;
  }

  /** What is durable where. */
  public Ledger ledger() {
    return ledger;
  }

  /** Every epoch that was seen. */
  public TopologyBook topologies() {
    return topologies;
  }

  /**
   * Acknowledged writes that replicas lacked some time afterwards, in words.
   *
   * @param soundForMs though all of them had been there for so long before
   */
  public List<String> lackedThough(long soundForMs) {
    return spread.lackedThough(soundForMs);
  }

  /** How many acknowledged writes were followed to all replicas. */
  public int writesFollowed() {
    return spread.followed();
  }

  /** Every answer that said that a write is done. */
  public List<Acknowledgement> acknowledgements() {
    return answers.noted();
  }

  /** What nodes had lost when they had started, in words. */
  public List<String> lostAtStarts() {
    return starts.lost();
  }

  /** Where voters on the topology went back on their word, in words. */
  public List<String> brokenWords() {
    return votes.broken(nodeId -> ledger.of(nodeId).harmedNanos() < 0);
  }

  /** How many starts of nodes were judged. */
  public int startsJudged() {
    return starts.judged();
  }

  /** How full everything that has a bound was at most, in words. */
  public List<String> highest() {
    return bounds.highest().entrySet().stream()
        .map(each -> "%s: %d".formatted(each.getKey().name(), each.getValue()))
        .toList();
  }

  /** Which bounds were exceeded, in words. */
  public List<String> exceeded() {
    return bounds.exceeded();
  }
}
