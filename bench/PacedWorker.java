import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.management.Meters;
import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.settings.Settings;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.workers.WorkerSettings;
import dev.steadfast.workers.process.VoteWorker;
import dev.steadfast.workers.voting.Voter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The product's worker with a network that takes a set time and no processor, as a device of its own would: so many votes a second, all for class 0.
 * Its first argument is that number. Settings come from the environment, as those of the services.
 */
public final class PacedWorker {

    private PacedWorker() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("steadfast.log.level", "INFO");
        double votesPerSecond = Double.parseDouble(arguments[0]);
        Settings settings = new SettingsOptions().load();
        Meters meters = new Meters();
        VoteWorker worker;
        try (ModelBundle bundle =
                ModelBundle.open(settings.bind(ModelSettings.class).bundle())) {
            Voter voter = new PacedVoter(bundle.manifest(), bundle.digest(), votesPerSecond);
            worker = VoteWorker.start(settings.bind(WorkerSettings.class), voter, settings.kafka(), meters);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        worker.stopped().get();
    }

    /** Used by one thread. */
    private static final class PacedVoter implements Voter {
        private final BundleManifest manifest;
        private final String digest;
        private final double votesPerSecond;
        private long free = System.nanoTime();

        PacedVoter(BundleManifest manifest, String digest, double votesPerSecond) {
            this.manifest = manifest;
            this.digest = digest;
            this.votesPerSecond = votesPerSecond;
        }

        @Override
        public String bundleName() {
            return manifest.name() + " " + manifest.version();
        }

        @Override
        public String bundleDigest() {
            return digest;
        }

        @Override
        public String backend() {
            return "paced";
        }

        @Override
        public int classes() {
            return manifest.classes().size();
        }

        @Override
        public int batch() {
            return manifest.batch();
        }

        @Override
        public List<VoteCounts> vote(List<VoteRequest> requests) {
            int samples = requests.stream().mapToInt(VoteRequest::samples).sum();
            // What sleep lasts too long is taken off the next one.
            long now = System.nanoTime();
            long late = Math.min(Math.max(0, now - free), TimeUnit.MILLISECONDS.toNanos(2));
            free = now - late + Math.round(1e9 * samples / votesPerSecond);
            try {
                TimeUnit.NANOSECONDS.sleep(free - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            return requests.stream().map(this::votes).toList();
        }

        private VoteCounts votes(VoteRequest request) {
            int[] perClass = new int[classes()];
            perClass[0] = request.samples();
            return new VoteCounts(perClass, 0);
        }

        @Override
        public List<SampleView> view(VoteRequest request) {
            throw new UnsupportedOperationException("a paced worker shows no samples");
        }

        @Override
        public void close() {}
    }
}
