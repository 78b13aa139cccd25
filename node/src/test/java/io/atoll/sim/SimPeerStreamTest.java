package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.env.Address;
import io.atoll.env.ProtocolVersions;
import io.atoll.peer.ChunkSink;
import io.atoll.peer.ChunkSource;
import io.atoll.peer.OpenStream;
import io.atoll.peer.PartMemory;
import io.atoll.peer.PartSettings;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerEndpoint;
import io.atoll.peer.PeerPlace;
import io.atoll.peer.PeerProtocol;
import io.atoll.peer.PeerServices;
import io.atoll.peer.PeerStream;
import io.atoll.peer.StreamFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Streams over a network that is slow, breaks connections and heals. */
class SimPeerStreamTest {
  private static final PeerStream<Long, Long> COUNT =
      new PeerStream<>(new PeerProtocol(9, "count"), 1, "count", new Number(), new Number());

  private final Scheduler scheduler = new Scheduler();
  private final List<Source> sources = new ArrayList<>();
  private final List<Sink> sinks = new ArrayList<>();
  private SplittableRandom random;
  private SimNetwork network;
  private SimNodeEnv here;
  private SimNodeEnv there;
  private PeerEndpoint asker;

  private record Number() implements PeerCodec<Long> {
    @Override
    public void write(ByteWriter out, Long number, int version) {
      out.writeVarint(number);
    }

    @Override
    public Long read(ByteReader in, int version) {
      return in.readVarint();
    }
  }

  /** A disk that takes its time. */
  private final class Source implements ChunkSource<Long> {
    private final long size;
    private long given;
    private boolean over;

    Source(long size) {
      this.size = size;
    }

    @Override
    public Future<Next<Long>> next(int maxBytes) {
      assertThat(over).isFalse();
      Promise<Next<Long>> read = Promise.promise();
      there.loops().get(0).after(random.nextLong(5), () -> read.complete(read(maxBytes)));
      return read.future();
    }

    private Next<Long> read(int maxBytes) {
      if (given == size) {
        over = true;
        return new Next.End<>(given);
      }
      byte[] chunk = new byte[(int) Math.min(size - given, random.nextInt(maxBytes) + 1)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = (byte) ((given + i) * 31);
      }
      given += chunk.length;
      return new Next.Chunk<>(chunk);
    }

    @Override
    public void cancelled(StreamFailure why) {
      over = true;
    }
  }

  /** A reader that takes its time too. */
  private final class Sink implements ChunkSink<Long> {
    private final boolean impatient;
    private OpenStream stream;
    private long taken;
    private Object end;

    Sink(boolean impatient) {
      this.impatient = impatient;
    }

    @Override
    public void chunk(byte[] bytes) {
      assertThat(end).isNull();
      for (int i = 0; i < bytes.length; i++) {
        assertThat(bytes[i]).isEqualTo((byte) ((taken + i) * 31));
      }
      taken += bytes.length;
      here.loops().get(0).after(random.nextLong(20), () -> stream.consumed(bytes.length));
      if (impatient && taken > 300_000) {
        end = "cancelled";
        stream.cancel("enough");
      }
    }

    @Override
    public void ended(Long result) {
      assertThat(end).isNull();
      assertThat(result).isEqualTo(taken);
      end = result;
    }

    @Override
    public void failed(StreamFailure why) {
      assertThat(end).isNull();
      end = why.reason();
    }
  }

  private SimNodeEnv env(String id, int port) {
    Address gossip = new Address(id, port);
    network.attach(id, "dc", gossip, new Address(id, port + 1));
    Scheduler.Life life =
        new Scheduler.Life(
            id,
            thrown -> {
              throw new AssertionError(thrown);
            });
    SimNodeEnv env =
        new SimNodeEnv(
            network,
            id,
            gossip,
            new SimDisk(id),
            life,
            new SimClock(scheduler, 0, 0),
            random.nextLong(),
            1,
            ProtocolVersions.SPOKEN,
            new SimPace(),
            () -> 1);
    network.running(id, env);
    return env;
  }

  private static PeerEndpoint endpoint(int self, SimNodeEnv env, PeerServices services) {
    PeerEndpoint endpoint =
        new PeerEndpoint(
            self,
            env.peerLinks(0),
            env.clock(),
            number ->
                number == 1
                    ? new PeerPlace("here", new Address("here", 2))
                    : new PeerPlace("there", new Address("there", 4)),
            new PartMemory(1 << 20),
            PartSettings.DEFAULT);
    env.loops().get(0).execute(() -> endpoint.serve(env.loops().get(0), services));
    return endpoint;
  }

  private void open(long size, boolean impatient) {
    here.loops()
        .get(0)
        .execute(
            () -> {
              Sink sink = new Sink(impatient);
              sink.stream = asker.open(2, COUNT, size, sink);
              if (sink.stream != null) {
                sinks.add(sink);
              }
            });
  }

  private void runForMs(long ms) {
    scheduler.runUntil(scheduler.nowNanos() + ms * 1_000_000);
  }

  @RepeatedTest(20)
  void everyStreamEndsOnceAndWhatArrivesIsRight(RepetitionInfo repetition) {
    random = new SplittableRandom(repetition.getCurrentRepetition());
    network = new SimNetwork(scheduler, random.split());
    here = env("here", 1);
    there = env("there", 3);
    asker = endpoint(1, here, new PeerServices());
    endpoint(
        2,
        there,
        new PeerServices()
            .stream(
                COUNT,
                (size, from) -> {
                  Source source = new Source(size);
                  sources.add(source);
                  return source;
                }));
    Undo fast = network.faults(new NetworkFaults(0, 0, 0.2, 300));
    for (int i = 0; i < 30; i++) {
      open(random.nextLong(3_000_000), random.nextInt(5) == 0);
      runForMs(random.nextLong(1_500));
      if (random.nextInt(4) == 0) {
        network.cut("there", "here");
        runForMs(random.nextLong(6_000));
        network.heal();
      }
    }
    fast.undo();
    open(5_000_000, false);
    runForMs(200_000);
    assertThat(sinks).isNotEmpty().allMatch(sink -> sink.end != null);
    assertThat(sinks.getLast().end).as("after it healed").isEqualTo(5_000_000L);
    assertThat(sources).allMatch(source -> source.over);
  }
}
