package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** The laws of a join hold for any states, not only for those that a history reaches. */
@Domain(CausalDomain.class)
class MergeLawsTest {
  @Property
  void mergeIsCommutative(@ForAll Siblings a, @ForAll Siblings b) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Property
  void mergeIsAssociative(@ForAll Siblings a, @ForAll Siblings b, @ForAll Siblings c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void mergeIsIdempotent(@ForAll Siblings a, @ForAll Siblings b) {
    assertThat(a.merge(a)).isSameAs(a);
    Siblings joined = a.merge(b);
    assertThat(joined.merge(a)).isSameAs(joined);
    assertThat(joined.merge(b)).isSameAs(joined);
  }

  @Property
  void aVersionStaysUnlessTheOtherSideHasSeenItGo(@ForAll Siblings a, @ForAll Siblings b) {
    List<Version> joined = a.merge(b).versions();
    for (Version version : a.versions()) {
      boolean gone = b.context().contains(version.dot()) && !b.versions().contains(version);
      assertThat(joined.contains(version)).isEqualTo(!gone);
    }
    assertThat(joined).allMatch(v -> a.versions().contains(v) || b.versions().contains(v));
    assertThat(joined).isSortedAccordingTo((x, y) -> x.dot().compareTo(y.dot()));
    assertThat(joined).doesNotHaveDuplicates();
    assertThat(a.merge(b).context()).isEqualTo(a.context().merge(b.context()));
  }

  @Property
  void emptyChangesNothing(@ForAll Siblings a) {
    assertThat(a.merge(Siblings.EMPTY)).isSameAs(a);
    assertThat(Siblings.EMPTY.merge(a)).isEqualTo(a);
  }
}
