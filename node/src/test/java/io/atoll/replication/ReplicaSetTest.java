package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The value against sets of the JDK. */
class ReplicaSetTest {
  @Property(tries = 1_000)
  void itDoesWhatASetDoes(
      @ForAll Set<@IntRange(max = 63) Integer> one,
      @ForAll Set<@IntRange(max = 63) Integer> other,
      @ForAll @IntRange(max = 63) int replica) {
    ReplicaSet a = set(one);
    ReplicaSet b = set(other);
    assertThat(content(a)).isEqualTo(List.copyOf(new TreeSet<>(one)));
    assertThat(a.size()).isEqualTo(one.size());
    assertThat(a.isEmpty()).isEqualTo(one.isEmpty());
    assertThat(a.contains(replica)).isEqualTo(one.contains(replica));
    assertThat(a).hasToString(new TreeSet<>(one).toString().replace('[', '{').replace(']', '}'));

    Set<Integer> with = new TreeSet<>(one);
    with.add(replica);
    assertThat(a.with(replica)).isEqualTo(set(with));
    with.remove(replica);
    assertThat(a.without(replica)).isEqualTo(set(with));

    Set<Integer> all = new TreeSet<>(one);
    all.addAll(other);
    assertThat(a.plus(b)).isEqualTo(set(all));
    Set<Integer> rest = new TreeSet<>(one);
    rest.removeAll(other);
    assertThat(a.minus(b)).isEqualTo(set(rest));
    Set<Integer> both = new TreeSet<>(one);
    both.retainAll(other);
    assertThat(a.intersect(b)).isEqualTo(set(both));
  }

  @Property(tries = 300)
  void theNthHasSoManyBelowIt(@ForAll Set<@IntRange(max = 63) Integer> replicas) {
    List<Integer> ordered = List.copyOf(new TreeSet<>(replicas));
    for (int n = 0; n < ordered.size(); n++) {
      assertThat(set(replicas).nth(n)).isEqualTo(ordered.get(n));
    }
  }

  @Property(tries = 300)
  void aRangeHoldsSoManyFromTheFirst(
      @ForAll @IntRange(max = 63) int first, @ForAll @IntRange(max = 64) int count) {
    Set<Integer> wanted = new TreeSet<>();
    for (int i = first; i < Math.min(first + count, 64); i++) {
      wanted.add(i);
    }
    assertThat(ReplicaSet.range(first, count)).isEqualTo(set(wanted));
  }

  @Example
  void itsEndsAreKept() {
    assertThat(content(ReplicaSet.of(0, 63))).containsExactly(0, 63);
    assertThat(ReplicaSet.range(0, ReplicaSet.MAX_SIZE).size()).isEqualTo(64);
    assertThat(ReplicaSet.EMPTY.first()).isEqualTo(-1);
    assertThat(ReplicaSet.of(63).next(63)).isEqualTo(-1);
    assertThat(new ReplicaSet(-1L).contains(-1)).as("nobody has no index").isFalse();
  }

  private static ReplicaSet set(Set<Integer> replicas) {
    return ReplicaSet.of(replicas.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<Integer> content(ReplicaSet set) {
    List<Integer> content = new ArrayList<>();
    for (int replica = set.first(); replica >= 0; replica = set.next(replica)) {
      content.add(replica);
    }
    return content;
  }
}
