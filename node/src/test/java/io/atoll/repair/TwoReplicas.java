package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.env.Clock;
import io.atoll.env.HandTime;
import io.atoll.peer.PeerCall;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two replicas of all arcs of a ring, which differ somewhere; the asker asks the other in the bytes
 * of the protocol, and these are counted.
 */
final class TwoReplicas {
  static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);

  private static final int VERSION = 3;

  final SplittableRandom random = new SplittableRandom(37);
  final HandTime time = new HandTime();
  final Topology topology;
  final MemorySide own;
  final MemorySide other;
  final TreeMap<Integer, TreeSet<Long>> differing = new TreeMap<>();

  /** Bytes of questions, and of answers. */
  long asked;

  long answered;

  private final PeerCall<SketchQuestion, SketchAnswer> call = RepairProtocol.sketch(KEY);
  private long names;

  TwoReplicas(int arcs, String... keyspaces) {
    this(arcs, 0, keyspaces);
  }

  /**
   * @param apartMs how far the other's clock is ahead
   */
  TwoReplicas(int arcs, long apartMs, String... keyspaces) {
    time.pass(Math.abs(apartMs));
    this.topology = Rings.of(arcs, 2, keyspaces);
    this.own = new MemorySide(KEY, 0, topology, time);
    this.other = new MemorySide(KEY, 1, topology, ahead(apartMs));
    time.pass(10_000);
  }

  private Clock ahead(long apartMs) {
    return new Clock() {
      @Override
      public long wallMs() {
        return time.wallMs() + apartMs;
      }

      @Override
      public long nanos() {
        return time.nanos();
      }
    };
  }

  private String name() {
    return HexFormat.of().toHexDigits(names++);
  }

  private long weight() {
    return Math.max(1, random.nextLong() >>> 1);
  }

  /** Keys that both have. */
  void common(int keyspaceId, int count, int zeros) {
    for (int i = 0; i < count; i++) {
      long token = random.nextLong() >>> zeros;
      String name = name();
      long weight = weight();
      own.put(keyspaceId, token, name, weight, 0);
      other.put(keyspaceId, token, name, weight, 0);
    }
  }

  /** Differences of all kinds: on one side only, changed, two keys of a token. */
  void differ(int keyspaceId, int count, int zeros) {
    TreeSet<Long> tokens =
        differing.computeIfAbsent(keyspaceId, id -> new TreeSet<>(Long::compareUnsigned));
    int all = tokens.size() + count;
    while (tokens.size() < all) {
      long token = random.nextLong() >>> zeros;
      tokens.add(token);
      int kind = random.nextInt(4);
      String name = name();
      if (kind != 0) {
        own.put(keyspaceId, token, name, weight(), 0);
      }
      if (kind != 1) {
        other.put(keyspaceId, token, name, weight(), 0);
      }
      if (kind == 3) {
        own.put(keyspaceId, token, name(), weight(), 0);
      }
    }
  }

  Compared compare() {
    Future<Compared> compared =
        Comparison.begin(
            own,
            this::askOther,
            CommonArcs.of(topology, 0, 1, CommonArcs.ALL_KEYSPACES),
            Moments.settled(time.wallMs()));
    if (compared.failed()) {
      throw new AssertionError(compared.cause());
    }
    return compared.result();
  }

  private Future<SketchAnswer> askOther(SketchQuestion question) {
    ByteWriter out = new ByteWriter(64);
    call.request().write(out, question, VERSION);
    asked += out.size();
    return other
        .ask(call.request().read(new ByteReader(out.toBytes()), VERSION))
        .map(
            answer -> {
              ByteWriter back = new ByteWriter(64);
              call.reply().write(back, answer, VERSION);
              answered += back.size();
              return call.reply().read(new ByteReader(back.toBytes()), VERSION);
            });
  }
}
