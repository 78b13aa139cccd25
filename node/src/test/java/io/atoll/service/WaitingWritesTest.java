package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.env.Loop;
import io.atoll.replication.LocalReplicas.WriteListener;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WaitingWritesTest {
  private static final Member MEMBER =
      new Member(0, "a", "dc", "rack", 1, "a", 10_000, 10_001, 10_002, 10_003);

  private final Topology formed = Topology.form("made", 8, List.of(MEMBER));
  private final Incarnation incarnation = new Incarnation();
  private final Told told = new Told();
  private final List<String> done = new ArrayList<>();
  private Topology newest = formed.withKeyspace(keyspace());
  private final SetClock clock = new SetClock(0);

  private final WaitingWrites waiting =
      new WaitingWrites(new SameLoop(), clock, incarnation, () -> newest);

  private static Keyspace keyspace() {
    return new Keyspace(
        0, "k", new TreeMap<>(Map.of("dc", 1)), ConflictPolicy.LWW, Named.ONE, Named.ONE);
  }

  private void add() {
    WriteRequest request =
        new WriteRequest(
            "k", new byte[1], CausalContext.EMPTY, false, "", new byte[1], Named.ONE, 1_000);
    waiting.add(newest.keyspaces().get("k"), request, told, () -> done.add("written"));
  }

  @Test
  void aWriteIsMadeWhenThereIsAnIncarnation() {
    assertThat(waiting.mustWait()).isTrue();
    add();
    assertThat(done).isEmpty();
    incarnation.publish(1);
    assertThat(done).containsExactly("written");
    assertThat(waiting.mustWait()).isFalse();
  }

  @Test
  void aWriteWhoseTimeIsOverIsNotMade() {
    add();
    clock.setNanos(1_000_000_000);
    incarnation.publish(1);
    assertThat(done).isEmpty();
    assertThat(told.failure).isInstanceOf(RequestFailure.Overloaded.class);
  }

  @Test
  void aWriteWhoseKeyspaceWasDroppedMeanwhileIsNotMade() {
    add();
    newest = newest.withoutKeyspace("k");
    incarnation.publish(1);
    assertThat(done).isEmpty();
    assertThat(told.failure)
        .isInstanceOf(RequestFailure.UnknownKeyspace.class)
        .hasMessage("keyspace 'k' was dropped: nothing was attempted");
  }

  @Test
  void norInAnotherKeyspaceOfTheSameName() {
    add();
    newest = newest.withoutKeyspace("k").withKeyspace(keyspace());
    incarnation.publish(1);
    assertThat(done).isEmpty();
    assertThat(told.failure).isInstanceOf(RequestFailure.UnknownKeyspace.class);
  }

  private static final class Told implements WriteListener {
    private RequestFailure failure;

    @Override
    public void made(Siblings state, CausalContext clientContext) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void durable() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void failed(RequestFailure why) {
      failure = why;
    }
  }

  private static final class SameLoop implements Loop {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer every(long periodMs, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }
}
