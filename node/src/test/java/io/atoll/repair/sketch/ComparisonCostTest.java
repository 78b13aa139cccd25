package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.TwoSides.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What it costs two nodes with a thousand common arcs to find out which tokens differ, in bytes of
 * both directions, with 8 for each token that one tells the other, and in round trips. The ladder:
 *
 * <ol>
 *   <li>One sends the first fingerprint of all arcs; the other answers which tokens differ, or with
 *       a longer fingerprint.
 *   <li>If that decides nothing, the one sends the levels; the other estimates. If many differ, it
 *       answers with a sketch of which arcs do, for the case that these are few.
 *   <li>Otherwise it sends fingerprints of groups of arcs that have some differences each.
 *   <li>Of each group that is undecided, the same of half of it; if there are few such groups, a
 *       sketch of which arcs differ instead.
 *   <li>Of each single arc that is undecided, cells, as many as the estimate says and then more.
 * </ol>
 */
class ComparisonCostTest {
  private static final int ARCS = 1000;
  private static final int CAPACITY = 16;
  private static final int GROUP_CAPACITY = 12;
  private static final int GROUP_DIFFERENCES = 9;
  private static final int ARC_CAPACITY = 8;
  private static final int MANY = 64;
  private static final int FEW_GROUPS = 2;
  private static final int FIRST_CELLS = 32;

  private final SplittableRandom random = new SplittableRandom(37);

  @Test
  void inStepCostsOneSmallMessage() {
    Comparison comparison = new Comparison(TwoSides.random(random, 500, 0));
    assertThat(comparison.run()).isEmpty();
    assertThat(comparison.bytes).isLessThanOrEqualTo(83);
    assertThat(comparison.roundTrips).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 91, 1",
    "2, 50, 1",
    "4, 29, 1",
    "5, 80, 1",
    "8, 53, 1",
    "16, 31, 1",
    "17, 90, 4",
    "30, 80, 5",
    "100, 80, 6",
    "1000, 70, 8"
  })
  void differencesInManyArcsCost(int differences, int maxBytesEach, int maxRoundTrips) {
    check(differences, 0, maxBytesEach, maxRoundTrips);
  }

  @ParameterizedTest
  @CsvSource({"16, 31, 1", "17, 150, 7", "100, 75, 13", "1000, 60, 15"})
  void differencesInOneArcCost(int differences, int maxBytesEach, int maxRoundTrips) {
    check(differences, 10, maxBytesEach, maxRoundTrips);
  }

  /**
   * On average of some runs, which the estimate makes vary where more than 16 differ.
   *
   * @param zeros how many bits are zero at the beginning of tokens that differ
   */
  private void check(int differences, int zeros, int maxBytesEach, int maxRoundTrips) {
    int times = differences > 16 && differences < 100 ? 6 : 1;
    double each = 0;
    int most = 0;
    for (int i = 0; i < times; i++) {
      TwoSides sides = TwoSides.random(random, 100, 0);
      while (sides.differing.size() < differences) {
        sides.differ(random, random.nextLong() >>> zeros);
      }
      Comparison comparison = new Comparison(sides);
      assertThat(comparison.run()).containsExactly(sides.expected());
      each += (double) comparison.bytes / differences / times;
      most = Math.max(most, comparison.roundTrips);
    }
    assertThat(each).isLessThanOrEqualTo(maxBytesEach);
    assertThat(most).isLessThanOrEqualTo(maxRoundTrips);
  }

  /** A run of arcs, and the fingerprint of the other side's keys in it. */
  private record Group(int from, int to, Fingerprint theirs) {}

  private static final class Comparison {
    private final Arcs mine;
    private final Arcs theirs;
    private final TreeSet<Long> found = new TreeSet<>(Long::compareUnsigned);
    private int bytes;
    private int roundTrips = 1;

    Comparison(TwoSides sides) {
      mine = new Arcs(sides.left);
      theirs = new Arcs(sides.right);
    }

    TreeSet<Long> run() {
      Fingerprint first = Fingerprint.of(0, mine.sum(0, ARCS), Fingerprint.FIRST_CAPACITY);
      bytes += first.encode().length;
      if (take(first.difference(theirs.sum(0, ARCS)))) {
        return found;
      }
      Group all = new Group(0, ARCS, Fingerprint.of(0, theirs.sum(0, ARCS), CAPACITY));
      bytes += all.theirs.encode().length;
      if (!take(all.theirs.difference(mine.sum(0, ARCS)))) {
        descend(all);
      }
      return found;
    }

    private void descend(Group all) {
      Sketch levels = mine.sum(0, ARCS).prefix(1);
      bytes += SketchFormat.encode(levels).length;
      levels.subtract(theirs.sum(0, ARCS));
      long estimate = ((Difference.Undecided) levels.decode()).estimate();
      List<Integer> arcs = new ArrayList<>();
      List<Group> groups = List.of();
      if (estimate < MANY || !decodesInto(arcs, all)) {
        groups = split(all, (int) Math.min(ARCS, Math.ceilDiv(estimate, GROUP_DIFFERENCES)));
      }
      roundTrips += estimate < MANY ? 0 : 1;
      while (!groups.isEmpty()) {
        roundTrips++;
        groups = narrow(groups.stream().filter(group -> !decodes(group)).toList(), arcs);
      }
      int cells = (int) (estimate - found.size()) / Math.max(1, arcs.size()) / 2;
      roundTrips += arcs.stream().mapToInt(arc -> cells(arc, cells)).max().orElse(0);
    }

    /** The other side sends the fingerprint of each part but the last. */
    private List<Group> split(Group group, int parts) {
      List<Group> groups = new ArrayList<>();
      Fingerprint rest = group.theirs;
      int from = group.from;
      for (int i = 1; i < parts; i++) {
        int to = group.from + (group.to - group.from) * i / parts;
        Fingerprint part = theirs.fingerprint(from, to);
        bytes += part.encode().length;
        groups.add(new Group(from, to, part));
        rest = rest.without(0, part);
        from = to;
      }
      groups.add(new Group(from, group.to, rest));
      return groups;
    }

    private boolean decodes(Group group) {
      return take(group.theirs.difference(mine.sum(group.from, group.to)));
    }

    private List<Group> narrow(List<Group> undecided, List<Integer> single) {
      List<Group> narrower = new ArrayList<>();
      for (Group group : undecided) {
        if (group.to - group.from == 1) {
          single.add(group.from);
        } else if (undecided.size() > FEW_GROUPS || !decodesInto(single, group)) {
          narrower.addAll(split(group, 2));
        }
      }
      return narrower;
    }

    private boolean decodesInto(List<Integer> single, Group group) {
      Fingerprint which = Fingerprint.of(0, theirs.totals(group.from, group.to), ARC_CAPACITY);
      bytes += which.encode().length;
      if (which.difference(mine.totals(group.from, group.to)) instanceof Difference.Whole arcs) {
        // Element 0 to 58 stand for two tokens; there is no arc of the second.
        for (long arc : arcs.tokens()) {
          if (arc >= 0) {
            single.add((int) arc);
          }
        }
        return true;
      }
      return false;
    }

    /** More and more cells of one arc, until they decode. */
    private int cells(int arc, int expected) {
      Cells difference = new Cells(TwoSides.KEY, 0, 0);
      int trips = 0;
      for (int to = Math.max(FIRST_CELLS, expected); !take(difference.decode()); to += to / 4) {
        Cells next = TwoSides.cells(theirs.entries(arc), difference.to(), to);
        bytes += next.encode().length;
        trips++;
        next.subtract(TwoSides.cells(mine.entries(arc), difference.to(), to));
        difference = difference.followedBy(next);
      }
      return trips;
    }

    private boolean take(Difference difference) {
      if (difference instanceof Difference.Whole whole) {
        for (long token : whole.tokens()) {
          bytes += found.add(token) ? Long.BYTES : 0;
        }
        return true;
      }
      return false;
    }
  }

  /** The sketches of a side, and its entries for cells. */
  private static final class Arcs {
    private final Sketch[] sketches =
        IntStream.range(0, ARCS)
            .mapToObj(arc -> new Sketch(TwoSides.KEY, CAPACITY))
            .toArray(Sketch[]::new);
    private final Map<Integer, List<Entry>> entries = new HashMap<>();

    Arcs(List<Entry> all) {
      for (Entry entry : all) {
        int arc = (int) Math.unsignedMultiplyHigh(entry.token(), ARCS);
        sketches[arc].change(entry.token(), SketchKey.NO_WEIGHT, entry.weight());
        entries.computeIfAbsent(arc, none -> new ArrayList<>()).add(entry);
      }
    }

    Sketch sum(int from, int to) {
      Sketch sum = new Sketch(TwoSides.KEY, CAPACITY);
      for (int arc = from; arc < to; arc++) {
        sum.add(sketches[arc]);
      }
      return sum;
    }

    Fingerprint fingerprint(int from, int to) {
      return Fingerprint.of(0, sum(from, to), GROUP_CAPACITY);
    }

    /** Which arcs are what, as a sketch that has arcs for tokens. */
    Sketch totals(int from, int to) {
      Sketch totals = new Sketch(TwoSides.KEY, ARC_CAPACITY);
      for (int arc = from; arc < to; arc++) {
        totals.change(arc, SketchKey.NO_WEIGHT, sketches[arc].total());
      }
      return totals;
    }

    List<Entry> entries(int arc) {
      return entries.getOrDefault(arc, List.of());
    }
  }
}
