package io.atoll.sim;

import io.atoll.causal.ContextSeal;
import io.atoll.env.Address;
import io.atoll.env.NodeCredentials;
import io.atoll.env.ProtocolVersions;
import io.atoll.incarnation.IncarnationSettings;
import io.atoll.membership.AnswerDetector;
import io.atoll.membership.ClockWatch;
import io.atoll.membership.GossipSettings;
import io.atoll.node.Node;
import io.atoll.node.NodeMemory;
import io.atoll.node.NodeSettings;
import io.atoll.node.TestHooks;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A whole cluster in one simulated world: the same {@link Node} as in service, on simulated doors.
 * A run is a function of the seed and of what is done to it.
 */
public final class SimCluster {
  private static final long PART_MEMORY_BYTES = 256L << 20;
  private static final long LOOK_MS = 10;

  /** Longer than any disk takes that nothing is wrong with. */
  public static final long DISK_PATIENCE_MS = 5_000;

  private static final int LOOPS = 2;
  private static final int PARTITIONS = 64;

  /** Seals and opens the contexts that clients of the simulated nodes carry. */
  public static final ContextSeal CONTEXTS =
      new ContextSeal("simulated seal 1".getBytes(StandardCharsets.UTF_8));

  private static final SketchKey SKETCHES = new SketchKey(new byte[SketchKey.SECRET_BYTES]);

  private static final byte[] SECRET = "simulated".getBytes(StandardCharsets.UTF_8);
  private final Scheduler scheduler = new Scheduler();
  private final SplittableRandom random;
  private final SimNetwork network;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, ProtocolVersions> versions = new HashMap<>();
  private final SimSettings settings;
  private final Consumer<String> log;
  private final List<String> defects = new ArrayList<>();
  private final BiFunction<String, TestHooks, TestHooks> hooks;

  /** A node's place: its disk stays, its runs come and go. */
  private final class Process {
    private final Member member;
    private final SimDisk disk;
    private final SimClock clock;
    private final SimPace pace = new SimPace();
    private SimNodeEnv env;
    private Scheduler.Life life;
    private Node node;
    private final Standing<Boolean> keptDown = new Standing<>();
    private String refusal;
    private boolean stopping;
    private boolean startsOnceGone;
    private int starts;

    Process(Member member, SimClock clock) {
      this.member = member;
      this.clock = clock;
      this.disk = new SimDisk(member.nodeId());
    }
  }

  /**
   * Builds a cluster; {@link #startAll} starts it.
   *
   * @param log takes what happens, a line each with its virtual time
   * @param hooks by node id, how the parts of a node are joined
   */
  public SimCluster(
      long seed,
      SimSettings settings,
      Consumer<String> log,
      BiFunction<String, TestHooks, TestHooks> hooks) {
    this.random = new SplittableRandom(seed);
    this.network = new SimNetwork(scheduler, random.split());
    this.log = log;
    this.hooks = hooks;
    this.settings = settings;
    settings.members().forEach(this::add);
  }

  /** One of equal DCs, of {@link SimSettings#of}. */
  public SimCluster(
      long seed,
      int dcs,
      int nodesPerDc,
      Consumer<String> log,
      BiFunction<String, TestHooks, TestHooks> hooks) {
    this(seed, SimSettings.of(dcs, nodesPerDc), log, hooks);
  }

  private void add(Member member) {
    String id = member.nodeId();
    network.attach(
        id, member.dc(), new Address(id, member.gossipPort()), new Address(id, member.peerPort()));
    network.attachClientPort(id, new Address(id, member.clientPort()));
    SimClock clock =
        new SimClock(scheduler, random.nextLong(-200, 200), random.nextLong(-100, 100));
    Process process = new Process(member, clock);
    SplittableRandom waiting = random.split();
    double share = settings.waitingReads();
    process.disk.answersNow(
        () -> !process.pace.isDiskSlow() && (share == 0 || waiting.nextDouble() >= share));
    processes.put(id, process);
  }

  /** What a running node still has of its clients, in words; empty for nothing. */
  public String remainsOfClients(String nodeId) {
    return isRunning(nodeId) ? processes.get(nodeId).env.remainsOfClients() : "";
  }

  /** Starts every node. */
  public void startAll() {
    members().forEach(member -> start(member.nodeId()));
  }

  /**
   * Starts a node that is not running and that nothing keeps down; it is there once its recovery is
   * done. One that is stopping starts once it is gone.
   */
  public void start(String nodeId) {
    Process process = processes.get(nodeId);
    if (!process.keptDown.isEmpty()) {
      return;
    }
    if (isRunning(nodeId)) {
      process.startsOnceGone = process.stopping;
      return;
    }
    process.stopping = false;
    process.startsOnceGone = false;
    process.refusal = null;
    process.starts++;
    say(nodeId + " starts");
    process.life =
        new Scheduler.Life(nodeId + "#" + process.starts, thrown -> threw(process, thrown));
    Scheduler.Life life = process.life;
    process.disk.onDeath(() -> life.fallSilent(process.disk::goOn));
    SplittableRandom diskPace = random.split();
    process.env =
        new SimNodeEnv(
            network,
            nodeId,
            new Address(process.member.host(), process.member.gossipPort()),
            process.disk,
            process.life,
            process.clock,
            random.nextLong(),
            LOOPS,
            versions(nodeId),
            process.pace,
            () -> 100_000 + diskPace.nextLong(400_000));
    network.running(nodeId, process.env);
    SimNodeEnv env = process.env;
    scheduler.after(0, process.life, () -> launch(process, env));
  }

  private void launch(Process process, SimNodeEnv env) {
    String nodeId = process.member.nodeId();
    Node.start(env, nodeSettings(nodeId), hooks.apply(nodeId, TestHooks.PLAIN), this::say)
        .onSuccess(
            node -> {
              process.node = node;
              env.openClientPort(new SimClientPort(env, node, SimSettings.SHARDS));
              say(nodeId + " serves");
            })
        .onFailure(
            refused -> {
              process.refusal = String.valueOf(refused.getMessage());
              say(nodeId + " does not start: " + process.refusal);
              end(process, false);
              process.disk.kill();
            });
  }

  /**
   * Starts a client process.
   *
   * @param name unique in the run, among the nodes too; faults of the network may name it
   * @param dc which datacenter it stands in
   * @return its loops
   */
  public List<SimClientLoop> client(String name, String dc, int loops) {
    network.attachClient(name, dc);
    SimClock clock =
        new SimClock(scheduler, random.nextLong(-200, 200), random.nextLong(-100, 100));
    Scheduler.Life life = new Scheduler.Life(name, thrown -> defect(name, thrown));
    List<SimClientLoop> started = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      started.add(new SimClientLoop(network, name, life, clock, random.nextLong()));
    }
    return started;
  }

  private NodeSettings nodeSettings(String nodeId) {
    return new NodeSettings(
        new NodeCredentials(nodeId, "simulated", SECRET),
        new NodeSettings.Formation(members(), PARTITIONS),
        new NodeSettings.Engines(
            settings.storage(),
            settings.coordinator(),
            settings.hints(),
            settings.repair(),
            GossipSettings.DEFAULT,
            AnswerDetector.Settings.DEFAULT,
            ClockWatch.Settings.DEFAULT,
            settings.topologyLog(),
            IncarnationSettings.DEFAULT,
            settings.parts(),
            PART_MEMORY_BYTES),
        versions(nodeId),
        CONTEXTS,
        SKETCHES,
        NodeMemory.unbounded());
  }

  private ProtocolVersions versions(String nodeId) {
    return versions.getOrDefault(nodeId, ProtocolVersions.SPOKEN);
  }

  /** Lets a node speak only some versions of the protocol from its next start on. */
  public void speaks(String nodeId, ProtocolVersions spoken) {
    versions.put(nodeId, spoken);
  }

  private void threw(Process process, Throwable thrown) {
    if (thrown instanceof SimCrash) {
      crashed(process, "power failure in a disk operation", true);
      return;
    }
    defect(process.life.toString(), thrown);
  }

  private void defect(String who, Throwable thrown) {
    java.io.StringWriter trace = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(trace));
    defects.add(who + " threw " + trace);
    say(who + " threw " + thrown);
  }

  /** Stops a node cleanly; it is gone some virtual time later. */
  public void stop(String nodeId) {
    Process process = processes.get(nodeId);
    Node node = node(nodeId);
    if (node != null && !process.stopping) {
      say(nodeId + " stops");
      process.stopping = true;
      SimNodeEnv env = process.env;
      node.close()
          .onComplete(
              closed -> {
                if (process.env == env && isRunning(nodeId)) {
                  end(process, false);
                  process.disk.kill();
                  goOn(process);
                }
              });
    }
  }

  /** Whether a node is being stopped, and has said to the others that it goes. */
  public boolean isStopping(String nodeId) {
    return processes.get(nodeId).stopping;
  }

  /**
   * Keeps a node down: nothing starts it again once it is down. When the last such wish is taken
   * back it starts, unless it still runs.
   */
  public Undo keepDown(String nodeId) {
    return processes.get(nodeId).keptDown.add(true, () -> start(nodeId));
  }

  /**
   * Kills a node.
   *
   * @param silently by a power failure: what was not synced may be lost, and its peers notice only
   *     the silence; otherwise by a signal, and its operating system closes its connections and
   *     keeps what was written
   */
  public void crash(String nodeId, boolean silently) {
    Process process = processes.get(nodeId);
    if (isRunning(nodeId)) {
      crashed(process, silently ? "power failure" : "kill -9", silently);
    }
  }

  private void crashed(Process process, String how, boolean silently) {
    say(process.member.nodeId() + " dies: " + how);
    end(process, silently);
    process.disk.script(null);
    if (silently) {
      process.disk.crash(random);
    } else {
      process.disk.kill();
    }
    goOn(process);
  }

  /** Somebody wanted it to start when it was about to be gone. */
  private void goOn(Process process) {
    if (process.startsOnceGone) {
      start(process.member.nodeId());
    }
  }

  private void end(Process process, boolean silently) {
    process.node = null;
    process.env.end(silently);
    network.ended(process.member.nodeId(), silently);
  }

  /** Holds the present run of a node still, as a long garbage collection would. */
  public Undo pause(String nodeId) {
    if (!isRunning(nodeId)) {
      return () -> {};
    }
    say(nodeId + " is paused");
    return scheduler.pause(processes.get(nodeId).life);
  }

  /** Lets a node that is held still go on. */
  public void resume(String nodeId) {
    Process process = processes.get(nodeId);
    if (process.life != null && process.life.isPaused()) {
      say(nodeId + " goes on");
      scheduler.resume(process.life);
    }
  }

  /**
   * Sets the wall clock of a node, whether it runs or not.
   *
   * @param byMs how far it is off from now on; 0 sets it right
   */
  public void setClock(String nodeId, long byMs) {
    say("the clock of %s is %d ms off".formatted(nodeId, byMs));
    processes.get(nodeId).clock.set(byMs);
  }

  /** Puts the wall clock of a node forward, or back, on top of all other errors of it. */
  public Undo shiftClock(String nodeId, long byMs) {
    return processes.get(nodeId).clock.shift(byMs);
  }

  /**
   * Lets the clock of a node run too fast, or too slow, for a while; afterwards its wall time is
   * set right.
   *
   * @param ppm by how many millionths
   */
  public Undo driftClock(String nodeId, long ppm) {
    return processes.get(nodeId).clock.drift(ppm);
  }

  /**
   * Lets wall time pass for all nodes and clients, of which no virtual time is made: dates change,
   * timers notice nothing.
   */
  public void skipWallMs(long ms) {
    say("%d ms of wall time pass".formatted(ms));
    scheduler.skipWallMs(ms);
  }

  /** Makes everything that a node does take so many times as long. */
  public Undo slowDown(String nodeId, int times) {
    return processes.get(nodeId).pace.slowDown(times);
  }

  /** Makes each task on the disk of a node take so long, reads that a cache would answer too. */
  public Undo slowDisk(String nodeId, long msPerTask) {
    return processes.get(nodeId).pace.slowDisk(msPerTask * 1_000_000);
  }

  /** Sets right whatever is wrong with the network and the nodes, and starts whoever is down. */
  public void heal() {
    network.heal();
    for (Process process : processes.values()) {
      process.clock.setRight();
      process.disk.setRight();
      process.pace.setRight();
      process.keptDown.clear();
      resume(process.member.nodeId());
      start(process.member.nodeId());
    }
  }

  /** Whether a process of that node is there, serving or not. */
  public boolean isRunning(String nodeId) {
    Process process = processes.get(nodeId);
    return process.life != null && !process.life.isOver();
  }

  /** Whether a node runs and is held still. */
  public boolean isPaused(String nodeId) {
    return isRunning(nodeId) && processes.get(nodeId).life.isPaused();
  }

  /** The wall clock of a node, as it is now. */
  public long wallMs(String nodeId) {
    return processes.get(nodeId).clock.wallMs();
  }

  /** How often a node was started. */
  public int starts(String nodeId) {
    return processes.get(nodeId).starts;
  }

  /** The running node, or null while it is down or recovers. */
  public Node node(String nodeId) {
    Process process = processes.get(nodeId);
    return isRunning(nodeId) ? process.node : null;
  }

  /** Why a node refused to start, or null. */
  public String refusal(String nodeId) {
    return processes.get(nodeId).refusal;
  }

  public SimDisk disk(String nodeId) {
    return processes.get(nodeId).disk;
  }

  /** All members, by DC and number. */
  public List<Member> members() {
    return settings.members();
  }

  public SimNetwork network() {
    return network;
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  /** What was thrown where nothing may be thrown. */
  public List<String> defects() {
    return List.copyOf(defects);
  }

  /**
   * Does something to a node on one of its loops, as a front door would; no effect when it is down.
   */
  public void onLoop(String nodeId, int loop, Consumer<Node> call) {
    Node node = node(nodeId);
    if (node != null) {
      node.env().loops().get(loop % LOOPS).execute(() -> call.accept(node));
    }
  }

  /** Lets virtual time pass. */
  public void runForMs(long ms) {
    scheduler.runUntil(scheduler.nowNanos() + ms * 1_000_000);
  }

  /**
   * Lets virtual time pass until something is so, or for as long as somebody has patience.
   *
   * @return whether it is so
   */
  public boolean runUntil(BooleanSupplier isSo, long patienceMs) {
    for (long waited = 0; !isSo.getAsBoolean(); waited += LOOK_MS) {
      if (waited >= patienceMs) {
        return false;
      }
      runForMs(LOOK_MS);
    }
    return true;
  }

  /** The same, until all of some have ended. */
  public boolean runUntilAllEnd(Collection<? extends Future<?>> all, long patienceMs) {
    return runUntil(() -> all.stream().allMatch(Future::isComplete), patienceMs);
  }

  /** Puts a line into the transcript. */
  public void say(String what) {
    log.accept("%10.3f ms  %s".formatted(scheduler.nowNanos() / 1e6, what));
  }
}
