package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.EVENTS_ARE_UNIQUE;
import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.NOTHING_RETURNS;
import static io.atoll.chaos.sabotage.Promised.NO_EFFECT_IS_NO_EFFECT;
import static io.atoll.chaos.sabotage.Promised.REQUESTS_END;
import static io.atoll.chaos.sabotage.Promised.SESSIONS_NEVER_GO_BACK;

import java.util.List;

/** The client library, and the door of a node that it knocks at. */
final class ClientSabotages {
  private static final String CLIENT = "client-sdk/src/main/java/io/atoll/client/";
  private static final String SESSION = CLIENT + "Session.java";
  private static final String DISPATCH = CLIENT + "Dispatch.java";
  private static final String CALL = CLIENT + "engine/Call.java";
  private static final String DISPATCHER = CLIENT + "engine/Dispatcher.java";
  private static final String CHANNEL = CLIENT + "engine/Channel.java";
  private static final String ROUTER = CLIENT + "engine/Router.java";
  private static final String ADMISSION = CLIENT + "engine/Admission.java";
  private static final String DOOR = "node/src/main/java/io/atoll/server/binary/";
  private static final String REQUESTS = DOOR + "Requests.java";
  private static final String ANSWERS = DOOR + "Answers.java";
  private static final String CONNECTION = DOOR + "BinarySession.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-client-asks-its-reads-for-nothing",
              SESSIONS_NEVER_GO_BACK,
              DISPATCH,
              "new Request.Reading(key, prepared.contexts),",
              "new Request.Reading(key, List.of()),"),
          new Sabotage(
              "a-client-asks-its-batches-of-reads-for-nothing",
              SESSIONS_NEVER_GO_BACK,
              DISPATCH,
              "readings.add(new Request.Reading(keys.get(i), prepared.contexts));",
              "readings.add(new Request.Reading(keys.get(i), List.of()));"),
          new Sabotage(
              "a-client-does-not-tell-what-came-of-some-requests",
              REQUESTS_END,
              DISPATCH,
              "answer = response; core.tell(this);",
              "answer = response; if (contextOf(response).length == 0 ||"
                  + " (contextOf(response)[contextOf(response).length - 1] & 31) != 0) {"
                  + " core.tell(this); }"),
          new Sabotage(
              "a-session-remembers-no-answers",
              SESSIONS_NEVER_GO_BACK,
              SESSION,
              "if (answered != null && answered.length > 0) {",
              "if (answered != null && answered.length > 0 && memory.contexts.isEmpty()) {"),
          new Sabotage(
              "a-session-forgets-what-it-did-not-send",
              SESSIONS_NEVER_GO_BACK,
              SESSION,
              "contexts.removeIf(held -> Arrays.equals(held, answered) || isAmong(sent, held));",
              "contexts.clear();"),
          new Sabotage(
              "a-session-that-goes-on-elsewhere-has-forgotten",
              SESSIONS_NEVER_GO_BACK,
              SESSION,
              "if (!memory.contexts.isEmpty()) { seen.put(key, List.copyOf(memory.contexts)); }",
              "if (memory.contexts.size() > 1) { seen.put(key, List.copyOf(memory.contexts)); }"),
          new Sabotage(
              "a-session-sends-the-first-context-only",
              SESSIONS_NEVER_GO_BACK,
              DISPATCH,
              "contexts = visit.contexts();",
              "contexts = visit.contexts().stream().limit(1).toList();"),
          new Sabotage(
              "a-client-writes-without-what-it-has-seen",
              NOTHING_RETURNS,
              DISPATCH,
              ": new Request.Writing(change.key, contexts, false, change.contentType,"
                  + " change.value);",
              ": new Request.Writing(change.key, List.of(), false, change.contentType,"
                  + " change.value);"),
          new Sabotage(
              "a-client-repeats-what-may-not-be-repeated",
              EVENTS_ARE_UNIQUE,
              CALL,
              "return terms.repeatable() || isRead();",
              "return true;"),
          new Sabotage(
              "a-client-takes-a-lost-answer-for-no-effect",
              NO_EFFECT_IS_NO_EFFECT,
              DISPATCHER,
              "call.uncertain |= written;",
              ""),
          new Sabotage(
              "a-client-takes-a-failure-for-no-effect",
              NO_EFFECT_IS_NO_EFFECT,
              DISPATCHER,
              "call.uncertain |= !failed.code().withoutEffect();",
              ""),
          new Sabotage(
              "a-client-says-that-nothing-is-under-way",
              NO_EFFECT_IS_NO_EFFECT,
              CALL,
              "if (!each.ended) { return true; } } return false; } final boolean hasEnded()",
              "if (each.ended && each.earlier == each) { return true; } } return false; } final"
                  + " boolean hasEnded()"),
          new Sabotage(
              "a-client-says-nothing-when-its-call-is-lost",
              REQUESTS_END,
              DISPATCHER,
              "end(call, verdicts.unanswered(call, \"no answer will come\"));",
              "deadlines.forget(call);"),
          new Sabotage(
              "a-client-lets-a-timeout-pass",
              REQUESTS_END,
              DISPATCHER,
              "if (nowNanos - call.deadlineNanos >= 0) { overdue(call); return; }",
              "if (nowNanos - call.deadlineNanos >= 0 && call.underWay == 0) { overdue(call);"
                  + " return; }"),
          new Sabotage(
              "a-parked-call-is-sent-when-it-was-given-up",
              REQUESTS_END,
              DISPATCHER,
              "parked.remove(call); end(call, verdicts.waitedInVain(call));",
              "end(call, verdicts.waitedInVain(call));"),
          new Sabotage(
              "a-client-answers-a-call-twice",
              REQUESTS_END,
              DISPATCHER,
              "attempt.link.dc.took(call, tookNanos); if (!call.hasEnded()) {",
              "attempt.link.dc.took(call, tookNanos); if (!call.hasEnded() || attempt.hedge) {"),
          new Sabotage(
              "a-client-gives-an-answer-to-the-oldest-call",
              NOTHING_RETURNS,
              CHANNEL,
              "Pending pending = more ? inFlight.find(number) : inFlight.remove(number);",
              "Pending pending = more ? inFlight.find(number) : inFlight.oldest() == null ?"
                  + " inFlight.remove(number) : inFlight.remove(inFlight.oldest().number);"),
          new Sabotage(
              "what-was-written-is-taken-for-unsent",
              EVENTS_ARE_UNIQUE,
              CHANNEL,
              "inFlight.drain(pending -> pending.lost(reason, pending.number <= flushedNumber));",
              "inFlight.drain(pending -> pending.lost(reason, false));"),
          new Sabotage(
              "a-silent-connection-is-kept",
              IT_WORKS,
              CHANNEL,
              "if (silentMs >= settings.connecting().silenceMs() && inFlight.size() > 0) {",
              "if (silentMs >= settings.connecting().silenceMs() && inFlight.size() < 0) {"),
          new Sabotage(
              "a-client-never-turns-to-another-dc",
              IT_WORKS,
              ROUTER,
              "List<DcLinks> others = links.fallbacks(); for (int i = 0; i < others.size(); i++) {"
                  + " found =",
              "List<DcLinks> others = List.of(); for (int i = 0; i < others.size(); i++) { found"
                  + " ="),
          new Sabotage(
              "a-client-never-gives-back-the-room-of-a-call",
              EVERYTHING_IS_BOUNDED,
              ADMISSION,
              "taken.addAndGet(-ONE - bytes);",
              "taken.addAndGet(-bytes);"),
          new Sabotage(
              "the-door-drops-what-a-read-must-have-seen",
              SESSIONS_NEVER_GO_BACK,
              REQUESTS,
              "timeoutMs(terms), minContext.least()));",
              "timeoutMs(terms), io.atoll.causal.VersionVector.EMPTY));"),
          new Sabotage(
              "the-door-drops-what-a-write-has-seen",
              NOTHING_RETURNS,
              REQUESTS,
              "return RequestRules.context(loop.contexts(), terms.keyspaceId(), key, sealed);",
              "return asked == Asked.GET ? RequestRules.context(loop.contexts(),"
                  + " terms.keyspaceId(), key, sealed) : CausalContext.EMPTY;"),
          new Sabotage(
              "the-door-reads-the-first-of-several-contexts",
              SESSIONS_NEVER_GO_BACK,
              REQUESTS,
              "return RequestRules.context(loop.contexts(), terms.keyspaceId(), key, sealed);",
              "return RequestRules.context(loop.contexts(), terms.keyspaceId(), key,"
                  + " sealed.subList(0, 1));"),
          new Sabotage(
              "the-door-answers-with-the-wrong-number",
              REQUESTS_END,
              REQUESTS,
              "answers.values(asked, number, keyspaceId, key, value);",
              "answers.values(asked, number + (number & 1), keyspaceId, key, value);"),
          new Sabotage(
              "the-door-never-gives-back-the-room-of-a-request",
              EVERYTHING_IS_BOUNDED,
              REQUESTS,
              "inFlight--; loop.resources().addInFlight(-1);",
              "inFlight--;"),
          new Sabotage(
              "the-door-never-gives-back-the-bytes-of-a-write",
              EVERYTHING_IS_BOUNDED,
              REQUESTS,
              "loop.resources().addBytes(-heldBytes);",
              ""),
          new Sabotage(
              "the-door-shows-no-siblings-but-the-first",
              SESSIONS_NEVER_GO_BACK,
              ANSWERS,
              "Siblings siblings = result.siblings(); List<Version> versions ="
                  + " siblings.versions();",
              "Siblings siblings = result.siblings(); List<Version> versions ="
                  + " siblings.versions().stream().limit(1).toList();"),
          new Sabotage(
              "the-door-seals-the-context-of-another-key",
              IT_WORKS,
              ANSWERS,
              ": loop.contexts().seal(keyspaceId, key, siblings.clientContext());",
              ": loop.contexts().seal(keyspaceId, new byte[] {1}, siblings.clientContext());"),
          new Sabotage(
              "the-door-forgets-the-bytes-of-a-connection-that-ended",
              EVERYTHING_IS_BOUNDED,
              CONNECTION,
              "requests.abandon(); loop.resources().addBytes(-accountedBytes);",
              "requests.abandon();"),
          new Sabotage(
              "the-door-forgets-the-requests-of-a-connection-that-ended",
              EVERYTHING_IS_BOUNDED,
              CONNECTION,
              "requests.abandon(); loop.resources().addBytes(-accountedBytes);",
              "loop.resources().addBytes(-accountedBytes);"));

  private ClientSabotages() {}
}
