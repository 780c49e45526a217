import type { Metrics } from '../instruments.ts';

export type ConfidenceBucket = 'high' | 'medium' | 'low' | 'very_low';

export interface RecognitionMetrics {
  /** With a confidence from 0 to 1, or the bucket that it is in. A count of 0 begins a series. */
  recognition(result: string, confidence: number | ConfidenceBucket, count?: number): void;
  accuracy(modelVersion: string, percent: number): void;
}

/** Few values, so that the label stays small: high from 0.9, medium from 0.7, low from 0.5. */
export function confidenceBucket(confidence: number): ConfidenceBucket {
  if (confidence >= 0.9) return 'high';
  if (confidence >= 0.7) return 'medium';
  return confidence >= 0.5 ? 'low' : 'very_low';
}

/** `face_recognition_requests_total`, `face_recognition_accuracy`, and `known_faces_database_size` where it can be read. */
export function recognitionMetrics(metrics: Metrics, knownFaces?: () => number): RecognitionMetrics {
  const requests = metrics.counter({
    name: 'face_recognition_requests_total',
    help: 'Visitors whose face was compared with the enrolled people.',
    labelNames: ['result_type', 'confidence_bucket'],
  });
  const accuracy = metrics.gauge({
    name: 'face_recognition_accuracy',
    help: 'Right decisions on labelled pictures, in percent (0 to 100); absent until measured.',
    labelNames: ['model_version'],
  });
  if (knownFaces !== undefined) {
    metrics.gauge({
      name: 'known_faces_database_size',
      help: 'Known people in the database.',
      collect: (gauge) => gauge.set(knownFaces()),
    });
  }
  return {
    recognition(result_type, confidence, count = 1) {
      const confidence_bucket = typeof confidence === 'number' ? confidenceBucket(confidence) : confidence;
      requests.inc({ result_type, confidence_bucket }, count);
    },
    accuracy: (model_version, percent) => accuracy.set({ model_version }, percent),
  };
}
