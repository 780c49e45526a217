/** What a stage's success is called in pipeline_events_total. */
export const EVENT_TYPES: Readonly<Record<string, string>> = {
  press: 'doorbell_pressed',
  camera: 'frames_captured',
  motion: 'motion_analyzed',
  detect: 'faces_detected',
  recognise: 'faces_recognized',
  decide: 'event_decided',
  store: 'event_stored',
  notify: 'notification_sent',
};
