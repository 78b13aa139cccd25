package io.atoll.server.http;

import java.util.List;

/**
 * What a client accepts (RFC 9110, 12.5.1): for each media type the most specific range that
 * contains it says how much it is wanted. A range that cannot be read is as if it were not there,
 * for old clients send some; one with parameters is for a form that is not offered here.
 *
 * @param ranges of all {@code Accept} fields; without any, all is accepted
 */
record Accept(List<Range> ranges) {
  private static final int MOST_WANTED = 1_000;
  private static final Range EVERYTHING = new Range("*", "*", MOST_WANTED);

  /**
   * A range of media types, in lower case.
   *
   * @param weight 0, not accepted, to 1000
   */
  record Range(String type, String subtype, int weight) {
    /** How exactly it names a type: 0 when it does not contain it, to 3. */
    private int specificity(String wantedType, String wantedSubtype) {
      if (type.equals("*")) {
        return 1;
      }
      if (!type.equals(wantedType)) {
        return 0;
      }
      return subtype.equals("*") ? 2 : subtype.equals(wantedSubtype) ? 3 : 0;
    }
  }

  /** Reads the fields. */
  static Accept of(List<String> fields) {
    List<Range> ranges =
        fields.stream()
            .flatMap(field -> AcceptField.members(field).stream())
            .map(AcceptField::range)
            .filter(range -> range != null)
            .toList();
    return new Accept(ranges.isEmpty() ? List.of(EVERYTHING) : ranges);
  }

  /**
   * The better of two media types, by what is wanted more and then by what is named more exactly;
   * the first where that is the same, and null where neither is accepted.
   */
  String better(String first, String second) {
    Range a = containing(first);
    Range b = containing(second);
    int wanted = Integer.compare(weight(a), weight(b));
    if (wanted == 0 && weight(a) == 0) {
      return null;
    }
    int order = wanted != 0 ? wanted : specificity(a, first) - specificity(b, second);
    return order >= 0 ? first : second;
  }

  private Range containing(String mediaType) {
    Range best = null;
    for (Range range : ranges) {
      if (specificity(range, mediaType) > specificity(best, mediaType)) {
        best = range;
      }
    }
    return best;
  }

  private static int specificity(Range range, String mediaType) {
    int slash = mediaType.indexOf('/');
    return range == null
        ? 0
        : range.specificity(mediaType.substring(0, slash), mediaType.substring(slash + 1));
  }

  private static int weight(Range range) {
    return range == null ? 0 : range.weight();
  }
}
