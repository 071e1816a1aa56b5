package dev.numberpool.examples.springboot;

import java.time.Duration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** On what the jobs run. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    /** How often, for the expressions of {@code @Scheduled}. */
    @Bean
    NumberPoolProperties.Jobs jobTimes(NumberPoolProperties properties) {
        return properties.jobs();
    }

    /**
     * A thread for each job. Spring Boot's own scheduler has one for all jobs of the application, with virtual threads,
     * too: while Twilio keeps one of them waiting, no other would run.
     */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler jobScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.poolSize(7)
                .threadNamePrefix("numberpool-")
                .awaitTermination(true)
                .awaitTerminationPeriod(Duration.ofSeconds(20))
                .build();
    }
}
