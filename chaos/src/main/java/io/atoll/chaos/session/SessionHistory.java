package io.atoll.chaos.session;

import io.atoll.causal.CausalContext;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Write;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the callers of the client library asked and were told in one run, beside its {@link
 * History}.
 */
public final class SessionHistory {
  private final History history;
  private final List<Operation> operations = new ArrayList<>();
  private final List<SessionRead> reads = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<Place, List<Write>> deletes = new HashMap<>();
  private final Map<Place, List<Write>> merges = new HashMap<>();
  private final Map<String, Integer> efforts = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  public SessionHistory(History history) {
    this.history = history;
  }

  History history() {
    return history;
  }

  /** An operation that writes is about to begin. */
  Operation begin(String session, BitSet basis) {
    Operation operation = new Operation(operations.size(), session, basis);
    operations.add(operation);
    return operation;
  }

  Operation operation(int mark) {
    return operations.get(mark);
  }

  Call call(String what, long nowNanos, long timeoutMs) {
    Call call = new Call(what, nowNanos, timeoutMs);
    calls.add(call);
    return call;
  }

  void answered(SessionRead read) {
    reads.add(read);
  }

  /** An engine did something that is worth counting. */
  void count(String what) {
    efforts.merge(what, 1, Integer::sum);
  }

  void failed(Throwable why) {
    failures.merge(why.getClass().getSimpleName(), 1, Integer::sum);
  }

  /** Something was wrong already while it happened. */
  void mistake(String what) {
    mistakes.add(what);
  }

  /** Notes a delete that is about to be asked for. */
  void deletes(Place place, Write delete) {
    deletes.computeIfAbsent(place, key -> new ArrayList<>()).add(delete);
  }

  /**
   * The deletes of a key that a context stands for. A delete shows no value, so this is how a
   * reader learns of one. It may have been made again since, with a later time.
   */
  List<Write> deletesIn(Place place, CausalContext context) {
    return in(context, deletes.getOrDefault(place, List.of()));
  }

  /** Notes a merged value that is about to be written back. */
  void merges(Place place, Write merge) {
    merges.computeIfAbsent(place, key -> new ArrayList<>()).add(merge);
  }

  /** Likewise of the merged values: these have no mark of their own. */
  List<Write> mergesIn(Place place, CausalContext context) {
    return in(context, merges.getOrDefault(place, List.of()));
  }

  private static List<Write> in(CausalContext context, List<Write> writes) {
    return writes.stream()
        .filter(write -> write.events().stream().anyMatch(event -> context.contains(event.dot())))
        .toList();
  }

  public List<SessionRead> reads() {
    return reads;
  }

  public List<Call> calls() {
    return calls;
  }

  public List<String> mistakes() {
    return mistakes;
  }

  /** How often engines repeated, hedged and so on. */
  public Map<String, Integer> efforts() {
    return efforts;
  }

  /** How often calls failed, by the name of the failure. */
  public Map<String, Integer> failures() {
    return failures;
  }
}
