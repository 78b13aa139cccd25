package io.atoll.chaos.live;

import io.atoll.cli.dev.KillableCluster;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.ring.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The script: all live; a node dies; a datacenter dies; what was acknowledged is read back; the
 * node returns; the datacenter returns; everything is read back everywhere. Clients write all the
 * while. A phase ends when what it waits for was seen (who lives and who does not is known to all,
 * every level that can work works), so the verdict does not depend on how fast the machine is.
 */
public final class LiveExperiment {
  private static final Duration POLL = Duration.ofMillis(200);

  private final LivePlan plan;
  private final StopSignal stop;
  private final Consumer<String> say;
  private final KillableCluster cluster;
  private final LiveHttp http;
  private final Timeline timeline = new Timeline();
  private final Queue<LiveKey> keys = new ConcurrentLinkedQueue<>();
  private final Set<String> dead = new TreeSet<>();
  private final List<String> moments = new ArrayList<>();
  private final List<LiveCheck.Findings> checks = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private LiveExperiment(
      LivePlan plan,
      StopSignal stop,
      Consumer<String> say,
      KillableCluster cluster,
      LiveHttp http) {
    this.plan = plan;
    this.stop = stop;
    this.say = say;
    this.cluster = cluster;
    this.http = http;
  }

  /**
   * Runs an experiment in a new directory, which is removed unless something is wrong; every
   * process that was started has ended on return.
   *
   * @param say takes lines for a person who watches
   * @throws CommandFailure when the cluster cannot be started, or the user stops it
   */
  public static LiveResult run(LivePlan plan, StopSignal stop, Consumer<String> say)
      throws IOException, InterruptedException {
    Path path = Files.createTempDirectory(plan.directory(), "atoll-kill-test");
    boolean remove = true;
    try {
      LiveResult result;
      try (KillableCluster cluster =
              KillableCluster.prepare(
                  path, plan.dcs(), plan.nodes(), plan.heapMib(), plan.wanLatencyMs());
          LiveHttp http = new LiveHttp()) {
        remove = false;
        LiveExperiment experiment = new LiveExperiment(plan, stop, say, cluster, http);
        experiment.play();
        result = experiment.result();
      }
      remove = result.good();
      return remove ? result : result.keptAt(path);
    } finally {
      if (remove || stop.isRaised()) {
        delete(path);
      } else {
        say.accept("data and logs are kept in " + path);
      }
    }
  }

  private LiveResult result() {
    return new LiveResult(timeline.figures(), moments, checks, complaints, null);
  }

  private void play() throws InterruptedException {
    List<Member> members = cluster.members();
    List<Member> lastDc = members.subList(members.size() - plan.nodes(), members.size());
    List<String> dcIds = lastDc.stream().map(Member::nodeId).toList();
    List<String> nodeIds = plan.nodes() > 1 ? List.of(members.get(1).nodeId()) : List.of();
    String dcName = lastDc.getFirst().dc();

    long startNs = System.nanoTime();
    cluster.start();
    ready("the cluster", members.stream().map(Member::nodeId).toList(), startNs);
    Clients clients = new Clients();
    try {
      phase("all live");
      awaitSeen("all", startNs);
      awaitWrites();
      if (!nodeIds.isEmpty()) {
        kill(nodeIds.getFirst() + " dead", nodeIds);
      }
      kill(dcName + (nodeIds.isEmpty() ? " dead" : " dead too"), dcIds);
      check("read back while dead");
      if (!nodeIds.isEmpty()) {
        revive(nodeIds.getFirst() + " back", nodeIds);
      }
      revive(dcName + " back", dcIds);
    } finally {
      clients.end();
      timeline.end();
    }
    check("read back after the return");
    complaints.addAll(cluster.endedByThemselves());
  }

  private void phase(String name) {
    say.accept("== " + name);
    timeline.begin(name);
  }

  private void kill(String phase, List<String> ids) throws InterruptedException {
    long startNs = System.nanoTime();
    phase(phase);
    dead.addAll(ids);
    cluster.kill(ids);
    awaitSeen(phase, startNs);
    awaitWrites();
    rest(startNs);
  }

  private void revive(String phase, List<String> ids) throws InterruptedException {
    long startNs = System.nanoTime();
    phase(phase);
    cluster.startAgain(ids);
    ready(phase, ids, startNs);
    dead.removeAll(ids);
    awaitSeen(phase, startNs);
    awaitWrites();
    rest(startNs);
  }

  private void ready(String what, List<String> ids, long startNs) throws InterruptedException {
    if (!cluster.awaitReady(stop, ids, plan.atMost())) {
      throw stopped();
    }
    moment(what + ": ready", startNs);
  }

  /** Waits until every living node knows who lives and who does not. */
  private void awaitSeen(String what, long startNs) throws InterruptedException {
    Map<String, Boolean> seen = new LinkedHashMap<>();
    boolean[] first = {true};
    boolean all =
        until(
            () -> {
              for (Member node : living()) {
                boolean now = seen.getOrDefault(node.nodeId(), false) || seesRight(node);
                seen.put(node.nodeId(), now);
                if (now && first[0]) {
                  first[0] = false;
                  moment(what + ": known to the first, " + node.nodeId(), startNs);
                }
              }
              return !seen.containsValue(false);
            });
    if (all) {
      moment(what + ": known to all", startNs);
    } else {
      seen.values().removeIf(right -> right);
      complaints.add(what + ": not known in time to " + seen.keySet());
    }
  }

  private boolean seesRight(Member node) {
    try {
      Map<String, String> states = http.states(KillableCluster.url(node));
      return states.entrySet().stream()
          .allMatch(
              each ->
                  dead.contains(each.getKey())
                      ? each.getValue().equals("down")
                      : each.getValue().equals("alive"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception notNow) {
      return false;
    }
  }

  /** Waits until every level that can work has worked, and the others were refused at once. */
  private void awaitWrites() throws InterruptedException {
    for (WriteLevel level : WriteLevel.values()) {
      boolean possible = level.possible(plan.replicasPerDc(), deadByDc());
      Fate expected = possible ? Fate.ACKNOWLEDGED : Fate.UNAVAILABLE;
      int enough = possible ? LivePlan.ENOUGH : 1;
      if (!until(() -> timeline.inThisPhase(level, expected) >= enough)) {
        complaints.add(
            "%d writes at %s %s with %s dead, not %d"
                .formatted(
                    timeline.inThisPhase(level, expected),
                    level.write(),
                    expected.title(),
                    dead.isEmpty() ? "nobody" : dead,
                    enough));
      }
    }
  }

  private int[] deadByDc() {
    List<String> dcs = cluster.members().stream().map(Member::dc).distinct().toList();
    int[] count = new int[dcs.size()];
    for (Member member : cluster.members()) {
      if (dead.contains(member.nodeId())) {
        count[dcs.indexOf(member.dc())]++;
      }
    }
    return count;
  }

  private void check(String title) throws InterruptedException {
    say.accept("== " + title);
    List<LiveKey> written = List.copyOf(keys);
    LiveCheck.Findings findings = new LiveCheck(http, plan.atMost()).run(title, written, living());
    checks.add(findings);
    say.accept(findings.toString());
    if (stop.isRaised()) {
      throw stopped();
    }
  }

  private List<Member> living() {
    return cluster.members().stream().filter(node -> !dead.contains(node.nodeId())).toList();
  }

  private boolean until(BooleanSupplier holds) throws InterruptedException {
    long endNs = System.nanoTime() + plan.atMost().toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > endNs) {
        return false;
      }
      if (stop.await(POLL)) {
        throw stopped();
      }
    }
    return true;
  }

  private void rest(long startNs) throws InterruptedException {
    long leftNs = startNs + plan.atLeast().toNanos() - System.nanoTime();
    if (leftNs > 0 && stop.await(Duration.ofNanos(leftNs))) {
      throw stopped();
    }
  }

  private void moment(String what, long startNs) {
    String line =
        "%s after %s s".formatted(what, PhaseFigures.seconds(System.nanoTime() - startNs));
    moments.add(line);
    say.accept(line);
  }

  private static CommandFailure stopped() {
    return new CommandFailure("stopped before the end");
  }

  private static void delete(Path path) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(path)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** The clients of this run, each on a thread of its own. */
  private final class Clients {
    private final StopSignal enough = new StopSignal();
    private final Collection<Thread> threads = new ArrayList<>();

    Clients() {
      List<Member> members = cluster.members();
      WriteLevel[] levels = WriteLevel.values();
      long paceNs = 1_000_000_000L * plan.clients() / plan.writesPerSecond();
      for (int i = 0; i < plan.clients(); i++) {
        int dc = i / levels.length % plan.dcs();
        LiveClient client =
            new LiveClient(
                i,
                levels[i % levels.length],
                members.get(dc * plan.nodes()).dc(),
                members,
                http,
                timeline,
                keys,
                paceNs,
                nanos -> enough.await(Duration.ofNanos(Math.max(0, nanos))));
        threads.add(Thread.ofVirtual().name("client-" + i).start(client));
      }
    }

    /** Returns when every client has ended its last write. */
    void end() throws InterruptedException {
      enough.raise();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
