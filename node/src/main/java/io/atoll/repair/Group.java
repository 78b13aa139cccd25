package io.atoll.repair;

import io.atoll.repair.sketch.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/** Some arcs, and the fingerprint of what the other side has in them. */
record Group(ArcSpan span, Fingerprint theirs) {
  /**
   * Parts of a whole.
   *
   * @param prints of all parts but the last, which is the whole less these
   */
  static List<Group> parts(List<ArcSpan> spans, List<Fingerprint> prints, Fingerprint whole) {
    Sides.requireCount(spans.size() - 1, prints.size());
    List<Group> groups = new ArrayList<>(spans.size());
    Fingerprint rest = whole;
    for (int i = 0; i < prints.size(); i++) {
      groups.add(new Group(spans.get(i), prints.get(i)));
      rest = rest.without(whole.subject(), prints.get(i));
    }
    groups.add(new Group(spans.getLast(), rest));
    return groups;
  }
}
