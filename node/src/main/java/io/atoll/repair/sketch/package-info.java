/**
 * Sketches of sets of keys: what two replicas send each other to find out which keys differ, with
 * neither reading nor sending the keys. A set is a sparse vector, at each token the sum of its
 * keys' weights, which are keyed hashes of key and state; a sketch is a few linear functions of it.
 * So the sketches of arcs add up to that of all of them, a set as it was before the last changes is
 * its sketch less those, and the difference of two sketches is the sketch of what differs, from
 * which the tokens decode.
 *
 * <p>Invariants: a sketch depends on the set alone, not on its history. A difference that decodes
 * is right, except with a probability around 2^-60, or 2^-63 for each cell that is looked at,
 * whatever keys and values clients choose, as long as they do not know the secret. What can fail:
 * bytes that are none of a sketch, with {@link io.atoll.bytes.MalformedBytesException}, and
 * sketches that do not fit each other, with {@link java.lang.IllegalArgumentException}.
 *
 * <p>What a peer that lies can do: name tokens as different that are not, at most as many as the
 * sketch has room for, hide what differs, and have time spent that is bounded by the length of what
 * it sends. It cannot have anything else happen, since tokens only say which keys to look up.
 *
 * <p>What it costs, on one core of 2.5 GHz or so. A {@link io.atoll.repair.sketch.Sketch} of
 * capacity n has 2n + 1 sums and 20 levels; that of 16, for an arc, has 472 bytes of heap and takes
 * 0.15 to 0.2 microseconds for a change, besides the hash of the state at 0.5 ns a byte. A
 * difference of n costs 16 bytes for each and 8, and these times to decode:
 *
 * <table>
 * <caption>Capacity and time</caption>
 * <tr><td>n</td><td>1</td><td>4</td><td>11</td><td>16</td><td>32</td><td>64</td></tr>
 * <tr><td>change, ns</td><td></td><td>60</td><td>130</td><td>180</td><td>350</td><td>670</td></tr>
 * <tr><td>decoding, ms</td><td>0.004</td><td>0.03</td><td>0.15</td><td>0.3</td><td>1</td><td>4</td></tr>
 * </table>
 *
 * <p>{@link io.atoll.repair.sketch.Cells} have 24 bytes each. They take 0.25 microseconds for each
 * key of the set to make, and 3 for each difference to decode: 0.3 s for 100,000.
 *
 * <table>
 * <caption>Cells for each difference, and in how many percent of cases they are enough</caption>
 * <tr><td></td><td>1.35</td><td>1.4</td><td>1.5</td><td>1.6</td><td>1.7</td><td>2</td><td>2.5</td></tr>
 * <tr><td>10</td><td>29</td><td>31</td><td>43</td><td>55</td><td>61</td><td>82</td><td>94</td></tr>
 * <tr><td>20</td><td>15</td><td>19</td><td>39</td><td>58</td><td>71</td><td>93</td><td>99</td></tr>
 * <tr><td>100</td><td>18</td><td>32</td><td>74</td><td>89</td><td>98</td><td>100</td><td>100</td></tr>
 * <tr><td>1,000</td><td>18</td><td>80</td><td>100</td><td>100</td><td>100</td><td>100</td><td>100</td></tr>
 * <tr><td>100,000</td><td>0</td><td>100</td><td>100</td><td>100</td><td>100</td><td>100</td><td>100</td></tr>
 * </table>
 *
 * <p>So a comparison begins with a short {@link io.atoll.repair.sketch.Fingerprint} of all common
 * arcs, 83 bytes, which decodes up to 4 differences; the answer, where that is not enough, is one
 * of 275 bytes, which decodes up to 16. Then come fingerprints of groups of arcs, with some
 * differences each by the estimate, of which one need not be sent, because it is the whole less the
 * others; a sketch of arcs, by their totals, where few arcs have all the differences; and {@link
 * io.atoll.repair.sketch.Cells} of single arcs that differ in more. {@code ComparisonCostTest} does
 * so with 1024 arcs of two replicas: in bytes of all questions and answers for each difference, on
 * average
 *
 * <table>
 * <caption>What a comparison costs</caption>
 * <tr><td>differences</td><td>0</td><td>1</td><td>4</td><td>5</td><td>16</td><td>17</td><td>30</td><td>100</td><td>1,000</td><td>5,000</td></tr>
 * <tr><td>bytes for each</td><td>102 in all</td><td>110</td><td>34</td><td>76</td><td>24</td><td>44</td><td>39</td><td>31</td><td>27</td><td>27</td></tr>
 * <tr><td>round trips, at most</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td><td>2</td><td>2</td><td>3</td><td>5</td><td>7</td></tr>
 * <tr><td>bytes, all in one arc</td><td></td><td></td><td></td><td></td><td>24</td><td>100</td><td></td><td>42</td><td>38</td><td></td></tr>
 * </table>
 *
 * <p>Reading order: {@link io.atoll.repair.sketch.SketchKey}, {@link
 * io.atoll.repair.sketch.Sketch}, {@link io.atoll.repair.sketch.Difference}, {@code PrimeField},
 * {@code PowerSums}, {@code Recurrence}, {@code Roots}, {@link io.atoll.repair.sketch.Fingerprint},
 * {@link io.atoll.repair.sketch.Cells}, {@code CellWalk}, {@code Peeling}, {@code Occupancy},
 * {@link io.atoll.repair.sketch.SetHash}, {@link io.atoll.repair.sketch.HashTree}, {@link
 * io.atoll.repair.sketch.HashComparison}; for the bytes {@code FORMAT.md}, {@link
 * io.atoll.repair.sketch.SketchFormat}, {@code Elements}.
 */
package io.atoll.repair.sketch;
