package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.FailureCode;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens to nodes and connections: every listener is told exactly once and in time, a
 * write that is not repeatable is done at most once, nobody is told that it had no effect when it
 * had, and nothing is left over.
 */
class RandomFaultsTest {
  private static final int CALLS = 300;
  private static final FailureCode[] CODES = FailureCode.values();

  /** A write that was asked for. */
  private record Asked(String key, String value, CallTerms terms, Told<Response.Written> told) {}

  /** A read that was asked for. */
  private record Read(CallTerms terms, Told<Response.Values> told) {}

  @Property(tries = 60)
  void everyRequestEndsOnceInTimeAndNothingIsDoneTwice(@ForAll long seed) {
    World world = new World(seed);
    Random random = new Random(seed);
    FakeCluster cluster = FakeCluster.in(world, 1 + random.nextInt(3), "eu", "us");
    for (FakeNode node : cluster.nodes()) {
      node.onLoops(1 + random.nextInt(3)).taking(1 + random.nextInt(40)).treating(faulty(random));
    }
    if (random.nextBoolean()) {
      world.cutInto(1 + random.nextInt(50));
    }
    TestClient client = TestClient.open(world, TestClient.settings(cluster), 1 + random.nextInt(2));
    List<Asked> writes = new ArrayList<>();
    List<Read> reads = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      ask(client, random, i, writes, reads);
      world.run(random.nextInt(8));
      if (random.nextInt(6) == 0) {
        harm(cluster, random);
      }
    }
    for (FakeNode node : cluster.nodes()) {
      node.treating(null);
      node.heal();
    }
    world.run(30_000);

    assertThat(client.all).allMatch(told -> told.times == 1);
    assertThat(client.stats.threw).isZero();
    assertThat(client.engine.inFlight()).isZero();
    for (Asked write : writes) {
      assertThat(write.told.tookMs()).isLessThanOrEqualTo(latestMs(write.terms));
      judge(write, cluster.timesWritten(write.key, write.value));
    }
    for (Read read : reads) {
      assertThat(read.told.tookMs()).isLessThanOrEqualTo(latestMs(read.terms));
    }
    Told<Response.Values> after = client.await(client.get("after", TestClient.READ));
    assertThat(after.failure).as("seed %d", seed).isNull();
    int[] closed = {0};
    client.engine.close(() -> closed[0]++);
    world.run(100);
    assertThat(closed[0]).isEqualTo(1);
    assertThat(client.stats.connections.values()).allMatch(count -> count == 0);
    assertThat(cluster.nodes()).extracting(FakeNode::connections).containsOnly(0);
  }

  private static long latestMs(CallTerms terms) {
    return terms.timeoutMs() + 2L * TickWheel.TICK_MS;
  }

  private static void judge(Asked write, int done) {
    if (!write.terms.repeatable()) {
      assertThat(done).as("%s", write.told.failure).isLessThanOrEqualTo(1);
    }
    if (write.told.failure == null) {
      assertThat(done).isPositive();
    } else if (!write.told.failure.mayHaveTakenEffect()) {
      assertThat(done).as("%s", write.told.failure).isZero();
    }
  }

  private static void ask(
      TestClient client, Random random, int i, List<Asked> writes, List<Read> reads) {
    int level = random.nextBoolean() ? LevelCode.DEFAULT : LevelCode.LOCAL_QUORUM;
    int timeoutMs = 1 + random.nextInt(random.nextInt(8) == 0 ? 5_000 : 400);
    CallTerms terms =
        new CallTerms(level, false, timeoutMs, random.nextBoolean(), random.nextBoolean());
    if (random.nextInt(10) == 0) {
      List<Request.Writing> writings = new ArrayList<>();
      List<Told<Response.Written>> told = new ArrayList<>();
      for (int k = 0; k < 20; k++) {
        String key = "many-" + i + "-" + k;
        writings.add(TestClient.writing(key, "v"));
        told.add(client.told());
        writes.add(new Asked(key, "v", terms, told.getLast()));
      }
      client.engine.writeMany("default", writings, terms, told);
    } else if (random.nextBoolean()) {
      reads.add(new Read(terms, client.get("key-" + random.nextInt(50), terms)));
    } else {
      String key = "key-" + i;
      writes.add(new Asked(key, "v" + i, terms, client.put(key, "v" + i, terms)));
    }
  }

  private static void harm(FakeCluster cluster, Random random) {
    FakeNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    switch (random.nextInt(9)) {
      case 0 -> node.kill();
      case 1 -> node.hang();
      case 2 -> node.vanish();
      case 3 -> node.cut("connection reset");
      case 4 -> node.leave();
      case 5 -> cluster.publish();
      default -> node.heal();
    }
  }

  /** Answers, refuses, forgets, does and breaks, breaks and does not, or is slow. */
  private static FakeNode.Treatment faulty(Random random) {
    return (session, number, request) -> {
      switch (random.nextInt(12)) {
        case 0 -> {
          FailureCode code = CODES[random.nextInt(CODES.length)];
          if (!code.withoutEffect() && random.nextBoolean()) {
            session.usual(request);
          }
          session.answer(number, new Response.Failed(1, Outcome.NONE, code, "by chance"));
        }
        case 1 -> {
          if (random.nextBoolean()) {
            session.usual(request);
          }
        }
        case 2 -> {
          if (random.nextInt(5) == 0) {
            if (random.nextBoolean()) {
              session.usual(request);
            }
            session.hangUp("broken by chance");
          } else {
            session.answer(number, session.usual(request));
          }
        }
        case 3 ->
            session.answerAfter(random.nextLong(600_000_000L), number, session.usual(request));
        default -> session.answer(number, session.usual(request));
      }
    };
  }
}
