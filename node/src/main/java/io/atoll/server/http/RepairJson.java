package io.atoll.server.http;

import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairTally;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Anti-entropy of a node as JSON: members and keyspaces by their names, times as ages. */
record RepairJson(String nodeId, Topology topology) {
  Map<String, Object> report(RepairReport report) {
    List<Object> partners = new ArrayList<>();
    for (PartnerStatus each : report.partners()) {
      Member member = topology.members().get(each.member());
      if (member != null) {
        partners.add(partner(each, member, report.nowMs()));
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("node", nodeId);
    body.put("state", report.settings().on() ? (report.paused() ? "paused" : "on") : "off");
    body.put("everyMs", report.settings().everyMs());
    body.put("bytesPerSecond", report.settings().bytesPerSecond());
    body.put("arcs", report.arcs());
    body.put("unknownArcs", report.unknownArcs());
    body.put("partners", partners);
    return body;
  }

  private Map<String, Object> partner(PartnerStatus status, Member member, long nowMs) {
    Map<String, Object> keyspaces = new LinkedHashMap<>();
    for (Keyspace keyspace : topology.keyspaces().values()) {
      Long asOfMs = status.keyspacesInStepAsOfMs().get(keyspace.id());
      if (asOfMs != null) {
        keyspaces.put(keyspace.name(), secondsSince(asOfMs, nowMs));
      }
    }
    Map<String, Object> partner = new LinkedHashMap<>();
    partner.put("id", member.nodeId());
    partner.put("dc", member.dc());
    partner.put("activity", lower(status.activity()));
    partner.put("verdict", lower(status.verdict()));
    partner.put("comparedSeconds", secondsSince(status.comparedMs(), nowMs));
    partner.put("inStepSeconds", secondsSince(status.inStepAsOfMs(), nowMs));
    partner.put("keyspacesInStepSeconds", keyspaces);
    put(partner, status.tally());
    partner.put("arcsNotCompared", status.arcsNotCompared());
    partner.put("dirtyArcs", status.dirtyArcs());
    partner.put("refusal", status.refusal());
    return partner;
  }

  Map<String, Object> run(RepairRun run, long nowMs) {
    List<Object> parts = new ArrayList<>();
    for (RepairRun.Part each : run.parts()) {
      parts.add(part(each));
    }
    long untilMs = run.isRunning() ? nowMs : run.endedMs();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", run.id());
    body.put("node", nodeId);
    body.put("keyspace", keyspace(run.filter().keyspaceId()));
    body.put("dc", run.filter().dc());
    body.put("peer", run.filter().member() == null ? null : member(run.filter().member()));
    body.put("state", run.isRunning() ? "running" : "ended");
    body.put("verdict", lower(run.verdict()));
    body.put("seconds", Math.max(0, untilMs - run.startedMs()) / 1e3);
    body.put("bytesDone", run.bytesDone());
    body.put("bytesLeft", known(run.bytesLeft()));
    body.put("etaSeconds", known(run.etaSeconds(nowMs)));
    body.put("parts", parts);
    return body;
  }

  private Map<String, Object> part(RepairRun.Part part) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", member(part.member()));
    body.put("state", lower(part.state()));
    body.put("verdict", lower(part.verdict()));
    body.put("asOfMs", part.asOfMs() == 0 ? null : part.asOfMs());
    put(body, part.tally());
    body.put("bytesLeft", known(part.bytesLeft()));
    body.put("arcsNotCompared", part.arcsNotCompared());
    body.put("why", part.why());
    return body;
  }

  private static void put(Map<String, Object> body, RepairTally tally) {
    body.put("comparisons", tally.comparisons());
    body.put("roundTrips", tally.roundTrips());
    body.put("differing", tally.differing());
    body.put("unsettled", tally.unsettled());
    body.put("sentKeys", tally.sentKeys());
    body.put("sentBytes", tally.sentBytes());
    body.put("receivedKeys", tally.receivedKeys());
    body.put("receivedBytes", tally.receivedBytes());
  }

  /** Of a member that has left meanwhile, its number. */
  private String member(int number) {
    Member member = topology.members().get(number);
    return member == null ? "member " + number : member.nodeId();
  }

  /** Of a keyspace that was dropped meanwhile, its number. */
  private String keyspace(Integer id) {
    if (id == null) {
      return null;
    }
    for (Keyspace keyspace : topology.keyspaces().values()) {
      if (keyspace.id() == id) {
        return keyspace.name();
      }
    }
    return "dropped keyspace " + id;
  }

  /** Null where there was none. */
  private static Double secondsSince(long atMs, long nowMs) {
    return atMs == 0 ? null : (Double) (Math.max(0, nowMs - atMs) / 1e3);
  }

  private static Long known(long value) {
    return value < 0 ? null : (Long) value;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
