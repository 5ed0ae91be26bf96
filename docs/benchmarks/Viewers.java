import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Viewers who watch core's changes over WebSockets, for a time, and what they were told. Each token may have a hundred
 * connections, so it makes a token for each fifty. Needs a JDK alone:
 *
 * <pre>java docs/benchmarks/Viewers.java http://localhost:8090 100 50 60</pre>
 *
 * The arguments: core's address, viewers, different filters among them, seconds. The token of an administrator is in
 * IMAS_BOOTSTRAP_ADMIN_TOKEN. A connection that ends is opened again with since=, as the dashboard does.
 */
class Viewers {

    private static final int OF_ONE_TOKEN = 50;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final LongAdder connected = new LongAdder();
    private static final LongAdder ended = new LongAdder();
    private static final LongAdder messages = new LongAdder();
    private static final LongAdder changes = new LongAdder();
    private static final LongAdder bytes = new LongAdder();
    private static final LongAdder anew = new LongAdder();
    private static volatile boolean isOver;

    public static void main(String[] args) throws Exception {
        String core = args[0];
        int viewers = Integer.parseInt(args[1]);
        List<String> filters = filters(Integer.parseInt(args[2]));
        List<Viewer> all = new ArrayList<>();
        String token = "";
        for (int n = 0; n < viewers; n++) {
            if (n % OF_ONE_TOKEN == 0) token = token(core, "viewers " + n + " of " + ProcessHandle.current().pid());
            Viewer one = new Viewer(core.replaceFirst("^http", "ws") + "/api/v1/ws?" + filters.get(n % filters.size()), token);
            one.connect();
            all.add(one);
        }
        System.out.printf("%d viewers with %d filters%n", viewers, filters.size());
        int seconds = Integer.parseInt(args[3]);
        Thread.sleep(seconds * 1000L);
        isOver = true;
        System.out.printf(
                "messages %d (%.1f/s a viewer), changes %d, bytes %d, connections %d, ended %d, told to start over %d%n",
                messages.sum(), messages.sum() / (double) seconds / viewers, changes.sum(), bytes.sum(), connected.sum(), ended.sum(), anew.sum());
        all.forEach(one -> one.socket.abort());
        System.exit(ended.sum() > viewers / 10 ? 1 : 0);
    }

    /** Different ones: subsets of topics with subsets of severities. */
    private static List<String> filters(int count) {
        List<String> filters = new ArrayList<>();
        for (int topics = 3; topics >= 1; topics--) {
            for (int severities = 15; severities >= 1; severities--) {
                List<String> names = new ArrayList<>();
                for (int n = 0; n < 4; n++) if ((severities >> n & 1) == 1) names.add("SEV" + (n + 1));
                String about = topics == 3 ? "incident,alert" : topics == 2 ? "incident" : "alert";
                filters.add("topics=" + about + "&severity=" + String.join(",", names));
                filters.add("topics=" + about + ",delivery&severity=" + String.join(",", names));
            }
        }
        if (count > filters.size()) throw new IllegalArgumentException("there are " + filters.size() + " filters");
        return filters.subList(0, count);
    }

    private static String token(String core, String name) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(core + "/api/v1/tokens"))
                        .header("authorization", "Bearer " + System.getenv("IMAS_BOOTSTRAP_ADMIN_TOKEN"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\",\"role\":\"viewer\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher found = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(answer.body());
        if (!found.find()) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        return found.group(1);
    }

    private static final class Viewer implements WebSocket.Listener {

        private static final Pattern NUMBER = Pattern.compile("^\\{\"type\":\"(\\w+)\",\"number\":(\\d+)");
        private final String address;
        private final String token;
        private final StringBuilder text = new StringBuilder();
        private volatile WebSocket socket;
        private volatile String since = "";

        Viewer(String address, String token) {
            this.address = address;
            this.token = token;
        }

        void connect() {
            socket = HTTP.newWebSocketBuilder().header("authorization", "Bearer " + token).buildAsync(URI.create(address + since), this).join();
            connected.increment();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                read(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void read(String message) {
            messages.increment();
            bytes.add(message.length());
            Matcher head = NUMBER.matcher(message);
            if (!head.find()) return;
            since = "&since=" + head.group(2);
            if (head.group(1).equals("start_over")) anew.increment();
            for (int at = message.indexOf("\"topic\""); at >= 0; at = message.indexOf("\"topic\"", at + 1)) changes.increment();
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            again();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            again();
        }

        private void again() {
            if (isOver) return;
            ended.increment();
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(1000);
                    if (!isOver) connect();
                } catch (Exception e) {
                    again();
                }
            });
        }
    }
}
