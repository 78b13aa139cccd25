package io.atoll.consensus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Three to nine nodes in virtual time, chosen and disturbed by a seed: a network that loses,
 * repeats, delays and cuts; disks that take time and lose what they had not written when the node
 * crashed; nodes that crash, come back and pause.
 */
final class SimulatedCluster {
  static final TopologyLogSettings SETTINGS =
      new TopologyLogSettings(
          new TopologyLogSettings.Rounds(200, 100, 1_600),
          new TopologyLogSettings.Proposals(3_000, 4),
          500,
          300,
          new TopologyLogSettings.Kept(3, 1_000));

  private record Event(long atMs, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  final SplittableRandom random;
  final SimulatedNetwork network;
  final AgreementChecker checker = new AgreementChecker();
  final List<Node> nodes = new ArrayList<>();
  private final Sabotage sabotage;
  private final boolean traced;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final byte[] formed;
  private long nowMs;
  private long order;
  private int values;
  private boolean crashesAfterSending;
  private final boolean oneGoesBack;

  /**
   * @param oneGoesBack whether the disk of one node, always the same, is taken back when it crashes
   */
  SimulatedCluster(long seed, Sabotage sabotage, boolean oneGoesBack, boolean traced) {
    this.oneGoesBack = oneGoesBack;
    random = new SplittableRandom(seed);
    network = new SimulatedNetwork(random);
    crashesAfterSending = random.nextBoolean();
    this.sabotage = sabotage;
    this.traced = traced;
    int size = 3 + random.nextInt(7);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add("n" + i);
    }
    formed = TestValue.of("formed", someOf(ids));
    for (String id : ids) {
      Node node = new Node(id);
      nodes.add(node);
      node.start();
      after(random.nextInt(60), node::tick);
    }
  }

  void after(long delayMs, Runnable action) {
    events.add(new Event(nowMs + delayMs, order++, action));
  }

  void run(long durationMs) {
    long untilMs = nowMs + durationMs;
    while (!events.isEmpty() && events.peek().atMs <= untilMs) {
      Event next = events.poll();
      nowMs = next.atMs;
      next.action.run();
    }
    nowMs = untilMs;
  }

  /** No more faults from now on. */
  void calm() {
    network.heal();
    crashesAfterSending = false;
  }

  /** A new value, unlike all others, that names an odd number of voters among the given. */
  byte[] value(List<String> candidates) {
    return TestValue.of("v" + values++, someOf(candidates));
  }

  List<String> ids(List<Node> of) {
    return of.stream().map(n -> n.id).toList();
  }

  List<Node> running() {
    return nodes.stream().filter(n -> n.log != null).toList();
  }

  /** A voter as some node that is up sees it; any node when none is. */
  Node anyVoter() {
    List<Node> running = running();
    if (oneGoesBack && random.nextInt(3) == 0) {
      return nodes.getFirst();
    }
    return running.isEmpty() ? any(nodes) : node(any(any(running).voters()));
  }

  Node node(String id) {
    return nodes.get(Integer.parseInt(id.substring(1)));
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private List<String> someOf(List<String> candidates) {
    List<String> mixed = new ArrayList<>(candidates);
    Collections.shuffle(mixed, new Random(random.nextLong()));
    if (oneGoesBack) {
      // A majority of the others must be left to remember.
      if (mixed.size() < 3) {
        mixed = new ArrayList<>(ids(nodes));
      }
      return mixed.subList(0, mixed.size() >= 5 && random.nextBoolean() ? 5 : 3);
    }
    int count = 1 + random.nextInt(Math.min(7, mixed.size()));
    return mixed.subList(0, random.nextInt(3) == 0 ? count : Math.min(mixed.size(), count | 1));
  }

  void trace(String format, Object... arguments) {
    if (traced) {
      System.out.printf("%6d %s%n", nowMs, format.formatted(arguments));
    }
  }

  /** A node: its disk, which outlives crashes, and its log, which does not. */
  final class Node implements TopologyLogRunner.Doors {
    final String id;
    TopologyLogRunner log;
    private Optional<byte[]> disk = Optional.empty();
    private Optional<byte[]> beingWritten = Optional.empty();
    private Optional<byte[]> image = Optional.empty();
    private Optional<byte[]> oldImage = Optional.empty();
    private boolean hasGoneBack;
    private int life;
    private long pausedUntilMs;
    private long adoptedEpoch = 1;

    Node(String id) {
      this.id = id;
    }

    void start() {
      if (log != null) {
        return;
      }
      life++;
      TopologyLog restored =
          new TopologyLog(
              id,
              TestValue::voters,
              random.split(),
              SETTINGS,
              StartingPoint.of(disk.map(sabotage::restored), formed, disk.isPresent()));
      log = new TopologyLogRunner(restored, this);
      if (hasGoneBack && sabotage != Sabotage.FORGETFUL_VOTERS_VOTE) {
        log.memory(nowMs, VoteMemory.LOST);
      }
      adoptedEpoch = log.newestEpoch();
      checker.restarted(id, adoptedEpoch);
      trace("%s starts with epoch %d", id, adoptedEpoch);
    }

    void crash() {
      if (log == null) {
        return;
      }
      if (random.nextBoolean() && beingWritten.isPresent()) {
        disk = beingWritten;
      }
      beingWritten = Optional.empty();
      if (oneGoesBack && this == nodes.getFirst()) {
        goBack();
      }
      log = null;
      life++;
      pausedUntilMs = 0;
      trace("%s crashes", id);
    }

    /** To what it was before its last vote, or long ago, or to nothing. */
    private void goBack() {
      if (random.nextInt(4) != 0) {
        disk =
            switch (random.nextInt(8)) {
              case 0 -> Optional.empty();
              case 1 -> oldImage;
              default -> image;
            };
        hasGoneBack = true;
        checker.wentBack(id);
        trace("%s goes back", id);
      } else if (log.remembersItsVotes()) {
        hasGoneBack = false;
      }
    }

    private void written(byte[] state) {
      disk = Optional.of(state);
      if (oneGoesBack && DurableState.decode(state).acceptor().vote().isEmpty()) {
        oldImage = random.nextInt(4) == 0 ? image : oldImage;
        image = disk;
      }
    }

    List<String> voters() {
      return TestValue.voters(log.topology(log.newestEpoch()).orElseThrow());
    }

    void pause(long durationMs) {
      pausedUntilMs = nowMs + durationMs;
      trace("%s pauses for %d ms", id, durationMs);
    }

    void resume() {
      pausedUntilMs = 0;
    }

    void propose(byte[] value, java.util.function.Consumer<ProposalEnd> ended) {
      long epoch = log.newestEpoch() + 1;
      trace("%s proposes %s for epoch %d", id, TestValue.text(value), epoch);
      log.propose(nowMs, epoch, value)
          .onSuccess(
              end -> {
                trace("%s is told %s of %s", id, end, TestValue.text(value));
                checker.ended(id, epoch, value, end);
                ended.accept(end);
              });
    }

    private void tick() {
      awake(
          () -> {
            if (random.nextInt(4) == 0) {
              gossip(any(nodes));
            }
            log.tick(nowMs);
          });
      after(50 + random.nextInt(100), this::tick);
    }

    private void gossip(Node to) {
      long epoch = adoptedEpoch;
      if (to != this && network.copies(id, to.id, true) > 0) {
        after(network.delayMs(), () -> to.awake(() -> to.log.announced(nowMs, id, epoch)));
      }
    }

    /** Does something now, or at the end of a pause, or not at all when the node is down. */
    private void awake(Runnable action) {
      if (log == null) {
        return;
      }
      if (nowMs >= pausedUntilMs) {
        action.run();
        return;
      }
      int inLife = life;
      after(
          pausedUntilMs - nowMs,
          () -> {
            if (life == inLife) {
              awake(action);
            }
          });
    }

    @Override
    public Future<Void> persist(byte[] state) {
      int inLife = life;
      beingWritten = Optional.of(state);
      Promise<Void> durable = Promise.promise();
      after(
          random.nextInt(30),
          () -> {
            if (life == inLife) {
              beingWritten = Optional.empty();
              written(state);
              durable.tryComplete();
            }
          });
      return sabotage == Sabotage.ANSWERS_BEFORE_DURABLE
          ? Future.succeededFuture()
          : durable.future();
    }

    @Override
    public void send(String to, Message message) {
      trace("%s to %s: %s", id, to, message);
      Node peer = node(to);
      Message delivered = sabotage.delivered(message);
      byte[] bytes = MessageCodec.encode(delivered);
      for (int copies = network.copies(id, to, !(message instanceof Message.OfInstance));
          copies > 0;
          copies--) {
        after(
            network.delayMs(),
            () -> peer.awake(() -> peer.log.receive(nowMs, id, MessageCodec.decode(bytes))));
      }
      if (crashesAfterSending && message instanceof Message.OfInstance && random.nextInt(30) == 0) {
        after(0, this::crash);
        after(random.nextInt(100), this::start);
      }
    }

    @Override
    public void adopted(long epoch, byte[] value) {
      trace("%s adopts epoch %d as %s", id, epoch, TestValue.text(value));
      adoptedEpoch = epoch;
      checker.adopted(id, epoch, value);
    }

    @Override
    public void unreadable(String from, long epoch, String why) {
      throw new AssertionError("unreadable epoch " + epoch + " from " + from + ": " + why);
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
