package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.consensus.LostStateException;
import io.atoll.consensus.Message;
import io.atoll.consensus.ProposalEnd;
import io.atoll.consensus.StartingPoint;
import io.atoll.consensus.TopologyLog;
import io.atoll.consensus.TopologyLogRunner;
import io.atoll.consensus.TopologyLogSettings;
import io.atoll.consensus.TopologyProtocol;
import io.atoll.consensus.VoteMemory;
import io.atoll.env.DamagedFileException;
import io.atoll.env.Disk;
import io.atoll.env.DurableFile;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Remedy;
import io.atoll.env.Timers;
import io.atoll.env.Worker;
import io.atoll.peer.PeerServices;
import io.atoll.replication.Outcome;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps this node's copy of the topology log: gives the log its disk, its links and its time, and
 * reports every epoch that it adopts. Lives on loop 0; methods that may be called from elsewhere
 * say so.
 */
public final class TopologyService implements EpochListener {
  private static final String FILE = "topology";
  private static final int MAGIC = 0x41544c54;
  private static final int VERSION = 1;
  private static final long TICK_MS = 100;
  private static final long RETRY_MS = 1_000;
  private static final int MAX_ATTEMPTS = 8;

  private final NodeEnv env;
  private final String nodeId;
  private final Loop loop;
  private final TopologyLogRunner runner;
  private final Consumer<String> report;
  private Links links;
  private Listener listener;
  private Topology newest;
  private VoteMemory memory = VoteMemory.UNKNOWN;
  private Timers.Timer ticks;

  /** How messages of the topology log leave. */
  public interface Links {
    /** Sends a message to another member; it may be lost. On loop 0. */
    void send(Member to, Message message);
  }

  /** Who wants to know what this node has. */
  public interface Listener {
    /** This node has a newer topology durably; on loop 0, epochs only rise. */
    void adopted(Topology newest);
  }

  /**
   * @param worker writes the log's file
   * @param start what {@link #startingPoint} found
   * @param report takes one line for a person when something is wrong
   */
  public TopologyService(
      NodeEnv env,
      String nodeId,
      TopologyLogSettings settings,
      Worker worker,
      StartingPoint start,
      Consumer<String> report) {
    this.env = env;
    this.nodeId = nodeId;
    this.loop = env.loops().get(0);
    this.report = report;
    TopologyLog log = log(env, nodeId, settings, start);
    this.newest = Topology.decode(log.newest());
    this.runner = new TopologyLogRunner(log, new Doors(file(env.disk()), worker));
  }

  private static TopologyLog log(
      NodeEnv env, String nodeId, TopologyLogSettings settings, StartingPoint start) {
    try {
      return new TopologyLog(nodeId, TopologyService::voters, env.entropy(), settings, start);
    } catch (IllegalArgumentException | MalformedBytesException unreadable) {
      throw new LostStateException(
          "%s: %s cannot be read: %s: %s"
              .formatted(
                  env.disk().describe(), FILE, unreadable.getMessage(), Remedy.WHOLE_DIRECTORY));
    }
  }

  private static List<String> voters(byte[] value) {
    return Topology.decode(value).voters().stream().map(Member::nodeId).toList();
  }

  private static DurableFile file(Disk disk) {
    return new DurableFile(disk, FILE, MAGIC, VERSION);
  }

  /**
   * The log's durable state, or epoch 1 for a node that has none. Blocking, and not quick.
   *
   * @param formed makes epoch 1
   * @param tookPart whether anything else says that this node had state before
   */
  public static StartingPoint startingPoint(Disk disk, Supplier<Topology> formed, boolean tookPart)
      throws IOException {
    Optional<byte[]> stored;
    try {
      stored = file(disk).read();
    } catch (DamagedFileException damaged) {
      throw new LostStateException(damaged.getMessage() + ": " + Remedy.WHOLE_DIRECTORY);
    }
    try {
      return stored.isPresent()
          ? new StartingPoint.Restored(stored.get())
          : StartingPoint.of(stored, formed.get().encode(), tookPart);
    } catch (LostStateException lost) {
      throw new LostStateException(disk.describe() + ": " + lost.getMessage());
    }
  }

  /** What the log may do to the world. */
  private final class Doors implements TopologyLogRunner.Doors {
    private final DurableFile file;
    private final Worker worker;
    private boolean failing;

    Doors(DurableFile file, Worker worker) {
      this.file = file;
      this.worker = worker;
    }

    @Override
    public Future<Void> persist(byte[] state) {
      Promise<Void> durable = Promise.promise();
      attempt(state, durable);
      return durable.future();
    }

    /**
     * Tries until it succeeds: a replacement that failed has left the file as it was, so trying
     * again is safe.
     */
    private void attempt(byte[] state, Promise<Void> durable) {
      worker.execute(
          () -> {
            try {
              file.replace(state);
              loop.execute(() -> succeeded(durable));
            } catch (Throwable e) {
              IOException failure = FatalError.asFailure(e);
              loop.execute(() -> tryLater(state, durable, failure));
            }
          });
    }

    private void succeeded(Promise<Void> durable) {
      if (failing) {
        failing = false;
        report.accept("the topology can be written again");
      }
      durable.complete();
    }

    private void tryLater(byte[] state, Promise<Void> durable, IOException cause) {
      if (!failing) {
        failing = true;
        report.accept(
            "the topology cannot be written, and until it can be this node takes no part in changes"
                + " of it: "
                + cause.getMessage());
      }
      loop.after(RETRY_MS, () -> attempt(state, durable));
    }

    @Override
    public void send(String to, Message message) {
      if (to.equals(nodeId)) {
        receive(nodeId, message);
        return;
      }
      Member member = newest.member(to);
      if (member != null) {
        links.send(member, message);
      }
    }

    @Override
    public void adopted(long epoch, byte[] value) {
      newest = Topology.decode(value);
      listener.adopted(newest);
    }

    @Override
    public void unreadable(String from, long epoch, String why) {
      report.accept(
          "%s has epoch %d, which this release cannot read: %s".formatted(from, epoch, why));
    }

    @Override
    public void failed(Throwable cause) {
      report.accept(
          "the topology could not be written: this node takes no part in topology changes until it"
              + " is started again: "
              + cause.getMessage());
    }
  }

  /** The newest topology that this node has durably. */
  public Topology newest() {
    return newest;
  }

  /** Begins to take part. */
  public void start(Links toOthers, Listener whoFollows) {
    links = toOthers;
    listener = whoFollows;
    runner.memory(now(), memory);
    runner.tick(now());
    ticks = loop.every(TICK_MS, () -> runner.tick(now()));
  }

  /** Says what this node knows of its earlier votes; until then it does not vote. On loop 0. */
  void remembers(VoteMemory known) {
    if (known != memory) {
      memory = known;
      runner.memory(now(), known);
    }
  }

  /** How many changes that were asked for here are not decided; on loop 0. */
  public int changesWaiting() {
    return runner.proposalsWaiting();
  }

  /** Whether it remembers all that it may have voted, or has learnt it from others. */
  boolean remembersAll() {
    return runner.remembersItsVotes();
  }

  /** Takes part no longer. */
  public void stop() {
    ticks.cancel();
  }

  @Override
  public void heard(String from, long epoch) {
    if (loop.isCurrent()) {
      announced(from, epoch);
    } else {
      loop.execute(() -> announced(from, epoch));
    }
  }

  private void announced(String from, long epoch) {
    if (isNews(epoch)) {
      runner.announced(now(), from, epoch);
    }
  }

  @Override
  public void heardOf(String nodeId, long epoch) {
    if (isNews(epoch)) {
      runner.reported(now(), nodeId, epoch);
    }
  }

  private boolean isNews(long epoch) {
    return epoch > runner.newestEpoch();
  }

  /** A message of another node's topology log; from any loop. */
  private void receive(String from, Message message) {
    loop.execute(() -> runner.receive(now(), from, message));
  }

  /** Takes the messages of the {@link TopologyProtocol}, on any loop. */
  public void register(PeerServices services) {
    services.receive(TopologyProtocol.MESSAGE, this::receive);
  }

  /**
   * Decides the next epoch: the newest topology, changed. When another change comes first, the
   * change is applied to what that one made.
   *
   * @param change throws IllegalArgumentException when it does not fit the topology
   * @return the topology that was decided, durable on this node
   */
  Future<Topology> change(UnaryOperator<Topology> change) {
    return change(change, 1);
  }

  private Future<Topology> change(UnaryOperator<Topology> change, int attempt) {
    Topology wanted;
    try {
      wanted = change.apply(newest);
    } catch (IllegalArgumentException misfit) {
      return Future.failedFuture(misfit);
    }
    return runner
        .propose(now(), wanted.epoch(), wanted.encode())
        .compose(
            end ->
                switch (end) {
                  case ProposalEnd.Decided decided -> Future.succeededFuture(wanted);
                  case ProposalEnd.LostTo other when attempt < MAX_ATTEMPTS ->
                      change(change, attempt + 1);
                  case ProposalEnd.LostTo other ->
                      Future.failedFuture(
                          new RequestFailure.Overloaded(
                              "other changes of the topology came first %d times: try again"
                                  .formatted(attempt)));
                  case ProposalEnd.GaveUp gaveUp -> Future.failedFuture(undecided(gaveUp));
                });
  }

  private RequestFailure undecided(ProposalEnd.GaveUp gaveUp) {
    List<String> voters = newest.voters().stream().map(Member::nodeId).toList();
    String why =
        "the change of the topology was given up (%s; the voters are %s)"
            .formatted(gaveUp.reason().name().toLowerCase(Locale.ROOT), voters);
    return gaveUp.mayBeDecided()
        ? inDoubt(why)
        : new RequestFailure.Unavailable(why + ": nothing was changed", 0, voters.size() / 2 + 1);
  }

  /** The failure of a change that may be decided all the same. */
  RequestFailure inDoubt(String why) {
    int voters = newest.voters().size();
    return new RequestFailure.NotEnoughAnswers(
        why + ": it may still be decided",
        new Outcome(voters, 0, voters / 2 + 1, 0, newest.epoch(), true));
  }

  private long now() {
    return env.clock().millis();
  }
}
