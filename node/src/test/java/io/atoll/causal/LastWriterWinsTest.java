package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class LastWriterWinsTest {
  private static final Actor A = new Actor(1, 1);
  private static final Actor B = new Actor(2, 1);
  private static final byte[] VALUE = {1};

  @Property
  void theHighestTimestampStaysAndTheWholeHistory(@ForAll Siblings state) {
    Siblings resolved = state.lastWriterWins();
    assertThat(resolved.context()).isEqualTo(state.context());
    assertThat(resolved.versions()).hasSize(Math.min(1, state.versions().size()));
    for (Version winner : resolved.versions()) {
      assertThat(state.versions())
          .contains(winner)
          .allMatch(
              v ->
                  v.timestamp() < winner.timestamp()
                      || (v.timestamp() == winner.timestamp()
                          && v.dot().compareTo(winner.dot()) <= 0));
    }
  }

  @Property
  void joiningIsCommutativeAssociativeIdempotentWhateverTheTimestamps(
      @ForAll Siblings a, @ForAll Siblings b, @ForAll Siblings c) {
    assertThat(a.mergeLastWriterWins(b)).isEqualTo(b.mergeLastWriterWins(a));
    assertThat(a.mergeLastWriterWins(b).mergeLastWriterWins(c))
        .isEqualTo(a.mergeLastWriterWins(b.mergeLastWriterWins(c)));
    Siblings joined = a.mergeLastWriterWins(b);
    assertThat(joined.mergeLastWriterWins(a)).isSameAs(joined);
    assertThat(joined.mergeLastWriterWins(b)).isSameAs(joined);
    assertThat(a.mergeLastWriterWins(a)).isEqualTo(a.lastWriterWins());
  }

  @Property
  void joiningNeverLosesTheWinner(@ForAll Siblings a, @ForAll Siblings b) {
    List<Version> all = new ArrayList<>(a.versions());
    all.addAll(b.versions());
    List<Version> joined = a.mergeLastWriterWins(b).versions();
    assertThat(joined).hasSize(Math.min(1, all.size()));
    if (!all.isEmpty()) {
      assertThat(all).noneMatch(v -> v.isNewerThan(joined.getFirst()));
    }
  }

  /**
   * Replicas that resolve after each step and replicas that keep siblings and resolve at the end
   * agree, by either way of joining, whatever timestamps the writes are given: a put sees to it
   * that they rise along causality.
   */
  @Property
  void resolvingEarlyOrLateIsTheSameWhateverTheClocks(
      @ForAll("steps") List<Integer> steps, @ForAll Random random) {
    int replicas = 3;
    Siblings[] late = new Siblings[replicas];
    Siblings[] early = new Siblings[replicas];
    Siblings[] joined = new Siblings[replicas];
    for (int i = 0; i < replicas; i++) {
      late[i] = early[i] = joined[i] = Siblings.EMPTY;
    }
    for (int step : steps) {
      int at = step % replicas;
      int from = step / replicas % replicas;
      if (at == from) {
        // One context for all three worlds: what their common vector has seen somewhere.
        CausalContext context = late[random.nextInt(replicas)].clientContext();
        Actor actor = new Actor(at, 1);
        long timestamp = random.nextInt(10);
        late[at] = late[at].put(actor, context, timestamp, false, "", VALUE);
        early[at] = early[at].put(actor, context, timestamp, false, "", VALUE).lastWriterWins();
        joined[at] = joined[at].put(actor, context, timestamp, false, "", VALUE).lastWriterWins();
      } else {
        late[at] = late[at].merge(late[from]);
        early[at] = early[at].merge(early[from]).lastWriterWins();
        joined[at] = joined[at].mergeLastWriterWins(joined[from]);
      }
      assertThat(early[at]).isEqualTo(late[at].lastWriterWins());
      assertThat(joined[at]).isEqualTo(late[at].lastWriterWins());
    }
  }

  /**
   * A context that lies about its time: a value of a fast clock is overwritten in another place,
   * where the clock is slow and the value has not arrived. Plain merge of what is left would empty
   * the key.
   */
  @Example
  void eachSideHoldingWhatTheOtherDroppedDoesNotEmptyTheKey() {
    Actor c = new Actor(3, 1);
    Siblings read = Siblings.EMPTY.put(A, CausalContext.EMPTY, 50, false, "", VALUE);
    Siblings other = Siblings.EMPTY.put(c, CausalContext.EMPTY, 30, false, "", VALUE);
    Siblings here = read.mergeLastWriterWins(other);
    CausalContext lying = new CausalContext(read.context(), 0);
    Siblings there = other.put(B, lying, 10, false, "", VALUE).lastWriterWins();
    assertThat(here.versions()).isEqualTo(read.versions());
    assertThat(there.versions()).isEqualTo(other.versions());
    assertThat(here.merge(there).versions()).isEmpty();
    assertThat(here.mergeLastWriterWins(there).versions()).isEqualTo(read.versions());
    assertThat(there.mergeLastWriterWins(here).versions()).isEqualTo(read.versions());
  }

  @Example
  void aPutGoesBeyondTheTimestampsThatItSupersedes() {
    Siblings farAhead = Siblings.EMPTY.put(A, CausalContext.EMPTY, 1_000, false, "", VALUE);
    assertThat(farAhead.put(B, farAhead.clientContext(), 10, false, "", VALUE).maxTimestamp())
        .isEqualTo(1_001);
    assertThat(farAhead.put(B, CausalContext.EMPTY, 10, false, "", VALUE).lastWriterWins())
        .extracting(Siblings::versions)
        .isEqualTo(farAhead.versions());
    assertThat(farAhead.put(B, farAhead.clientContext(), 1_000, false, "", VALUE).maxTimestamp())
        .isEqualTo(1_001);
    Siblings atTheEnd =
        Siblings.EMPTY.put(A, CausalContext.EMPTY, Long.MAX_VALUE, false, "", VALUE);
    assertThat(atTheEnd.put(B, atTheEnd.clientContext(), 10, false, "", VALUE).maxTimestamp())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 100)
  void equalTimestampsAreToldApartByDots(@ForAll @Size(min = 2, max = 4) List<Actor> actors) {
    Siblings merged = Siblings.EMPTY;
    Dot highest = null;
    for (Actor actor : actors) {
      merged = merged.put(actor, CausalContext.EMPTY, 5, false, "", VALUE);
    }
    for (Version version : merged.versions()) {
      highest = version.dot();
    }
    assertThat(merged.lastWriterWins().versions().getFirst().dot()).isEqualTo(highest);
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(0, 8).list().ofMaxSize(40);
  }
}
