/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query App {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n      ...SetupProgress_Setup\n    }\n    viewer {\n      id\n      name\n      role\n      canSelectReleases\n      pictureUrl\n    }\n  }\n": typeof types.AppDocument,
    "\n  query BookAskers($audiobookId: ID!) {\n    requests(first: 50, filter: { audiobookId: $audiobookId, scope: ALL }, orderBy: OLDEST) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.BookAskersDocument,
    "\n  fragment BookDetails_Audiobook on Audiobook {\n    id\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    fileFormat\n    fileSizeBytes\n    requestCount\n    ...ShownBook_Audiobook\n  }\n": typeof types.BookDetails_AudiobookFragmentDoc,
    "\n  fragment BookDetails_CatalogEntry on CatalogEntry {\n    audibleId\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    audiobook {\n      id\n      requestCount\n    }\n    ...ShownBook_CatalogEntry\n  }\n": typeof types.BookDetails_CatalogEntryFragmentDoc,
    "\n  query KnownBookPage($id: ID!) {\n    audiobook(id: $id) {\n      id\n      ...BookDetails_Audiobook\n    }\n  }\n": typeof types.KnownBookPageDocument,
    "\n  query CatalogBookPage($audibleId: String!) {\n    catalogEntry(audibleId: $audibleId) {\n      audibleId\n      ...BookDetails_CatalogEntry\n    }\n  }\n": typeof types.CatalogBookPageDocument,
    "\n  query KnownBooks($first: Int, $after: String, $search: String, $filter: AudiobookFilter, $orderBy: AudiobookOrder) {\n    audiobooks(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.KnownBooksDocument,
    "\n  query FindBooks($query: String!, $filter: CatalogFilter, $page: Int!) {\n    searchCatalog(query: $query, filter: $filter, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": typeof types.FindBooksDocument,
    "\n  query CatalogBooks($list: CatalogList!, $page: Int!) {\n    catalogBooks(list: $list, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": typeof types.CatalogBooksDocument,
    "\n  fragment BookState_Audiobook on Audiobook {\n    id\n    availabilityStatus\n    viewerRequest {\n      id\n      status\n      ...RequestState_Request\n    }\n  }\n": typeof types.BookState_AudiobookFragmentDoc,
    "\n  mutation CreateRequests($input: CreateRequestsInput!) {\n    createRequests(input: $input) {\n      requests {\n        id\n        createdAt\n        ...RequestState_Request\n        audiobook {\n          id\n          audibleId\n          ...BookState_Audiobook\n        }\n      }\n      leftOut {\n        audibleId\n        message\n      }\n    }\n  }\n": typeof types.CreateRequestsDocument,
    "\n  query KnownShelves {\n    arrived: audiobooks(first: 18, orderBy: RECENTLY_AVAILABLE) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n    wanted: audiobooks(first: 18, orderBy: MOST_REQUESTED) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n  }\n": typeof types.KnownShelvesDocument,
    "\n  query CatalogShelves {\n    popular: catalogBooks(list: POPULAR) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n    new: catalogBooks(list: NEW) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": typeof types.CatalogShelvesDocument,
    "\n  fragment ShownBook_Audiobook on Audiobook {\n    id\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    ...BookState_Audiobook\n  }\n": typeof types.ShownBook_AudiobookFragmentDoc,
    "\n  fragment ShownBook_CatalogEntry on CatalogEntry {\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    isInLibrary\n    audiobook {\n      id\n      ...BookState_Audiobook\n    }\n  }\n": typeof types.ShownBook_CatalogEntryFragmentDoc,
    "\n  mutation TakeBack($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.TakeBackDocument,
    "\n  query AuditFilters {\n    auditActions {\n      name\n      description\n    }\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n": typeof types.AuditFiltersDocument,
    "\n  query AuditPage($after: String, $filter: AuditFilter) {\n    auditActions {\n      name\n      description\n    }\n    auditEvents(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...AuditRow_AuditEvent\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.AuditPageDocument,
    "\n  fragment AuditRow_AuditEvent on AuditEvent {\n    id\n    createdAt\n    action\n    actorName\n    address\n    subjectType\n    subjectId\n    details\n    position\n  }\n": typeof types.AuditRow_AuditEventFragmentDoc,
    "\n  fragment BackupRow_Backup on Backup {\n    id\n    name\n    madeAt\n    sizeBytes\n    state\n    reason\n    cause\n    rows\n    program\n  }\n": typeof types.BackupRow_BackupFragmentDoc,
    "\n  mutation RestoreBackup($id: ID!) {\n    restoreBackup(input: { id: $id }) {\n      id\n    }\n  }\n": typeof types.RestoreBackupDocument,
    "\n  mutation DeleteBackup($id: ID!) {\n    deleteBackup(input: { id: $id }) {\n      id\n    }\n  }\n": typeof types.DeleteBackupDocument,
    "\n  query BackupsPage {\n    backups {\n      id\n      ...BackupRow_Backup\n    }\n    jobs(first: 1, filter: { type: [\"back_up\"] }) {\n      nodes {\n        id\n        ...MakeBackup_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.BackupsPageDocument,
    "\n  fragment MakeBackup_Job on Job {\n    id\n    status\n    progress\n    errorMessage\n  }\n": typeof types.MakeBackup_JobFragmentDoc,
    "\n  mutation MakeBackup {\n    makeBackup {\n      id\n      type\n      createdAt\n      ...MakeBackup_Job\n    }\n  }\n": typeof types.MakeBackupDocument,
    "\n  query ConfigurationPage {\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": typeof types.ConfigurationPageDocument,
    "\n  mutation ReadLibrary {\n    runJob(input: { type: \"sync_library\" }) {\n      id\n      status\n    }\n  }\n": typeof types.ReadLibraryDocument,
    "\n  query SetUpSteps {\n    setup {\n      hasCatalog\n      hasIndexer\n      hasDownloadClient\n      hasMediaServer\n    }\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": typeof types.SetUpStepsDocument,
    "\n  fragment SettingField_ConfigurationEntry on ConfigurationEntry {\n    key\n    label\n    description\n    value\n    isSet\n    encrypted\n    defaultValue\n    options\n    isList\n    forTypes\n    least\n    most\n    unit\n  }\n": typeof types.SettingField_ConfigurationEntryFragmentDoc,
    "\n  mutation SetConfiguration($input: [ConfigurationInput!]!) {\n    setConfiguration(input: $input) {\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": typeof types.SetConfigurationDocument,
    "\n  fragment SetupProgress_Setup on Setup {\n    hasCatalog\n    hasIndexer\n    hasDownloadClient\n    hasMediaServer\n  }\n": typeof types.SetupProgress_SetupFragmentDoc,
    "\n  query SetupProgress {\n    setup {\n      ...SetupProgress_Setup\n    }\n  }\n": typeof types.SetupProgressDocument,
    "\n  mutation TestFolders($input: TestFoldersInput!) {\n    testFolders(input: $input) {\n      key\n      ok\n      message\n    }\n  }\n": typeof types.TestFoldersDocument,
    "\n  mutation TestIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n      version\n    }\n  }\n": typeof types.TestIntegrationDocument,
    "\n  fragment JobActions_Job on Job {\n    id\n    status\n    request {\n      id\n    }\n  }\n": typeof types.JobActions_JobFragmentDoc,
    "\n  mutation RetryJob($input: RetryJobInput!) {\n    retryJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n": typeof types.RetryJobDocument,
    "\n  mutation CancelJob($input: CancelJobInput!) {\n    cancelJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n": typeof types.CancelJobDocument,
    "\n  query JobPage($id: ID!) {\n    job(id: $id) {\n      id\n      ...JobDetails_Job\n    }\n  }\n": typeof types.JobPageDocument,
    "\n  fragment JobDetails_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    priority\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    stackTrace\n    payload\n    result\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n    ...JobActions_Job\n  }\n": typeof types.JobDetails_JobFragmentDoc,
    "\n  fragment JobRow_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n  }\n": typeof types.JobRow_JobFragmentDoc,
    "\n  query JobsPage($after: String, $filter: JobFilter) {\n    jobs(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...JobRow_Job\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.JobsPageDocument,
    "\n  query Schedules {\n    schedules {\n      type\n      ...Schedule_JobSchedule\n    }\n  }\n": typeof types.SchedulesDocument,
    "\n  fragment Schedule_JobSchedule on JobSchedule {\n    type\n    description\n    cron\n    nextRunAt\n    lastJob {\n      id\n      status\n      progress\n      createdAt\n      startedAt\n    }\n  }\n": typeof types.Schedule_JobScheduleFragmentDoc,
    "\n  mutation RunJob($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n": typeof types.RunJobDocument,
    "\n  subscription JobChanged {\n    jobChanged {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n": typeof types.JobChangedDocument,
    "\n  subscription RequestChanged($after: String) {\n    requestChanged(after: $after) {\n      cursor\n      request {\n        ...RequestRow_Request\n      }\n    }\n  }\n": typeof types.RequestChangedDocument,
    "\n  query FoundBooks($text: String!) {\n    audiobooks(first: 6, search: $text) {\n      nodes {\n        id\n        title\n        author\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n": typeof types.FoundBooksDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": typeof types.SignOutDocument,
    "\n  fragment BrowserNotifications_User on User {\n    id\n    pushSubscriptions {\n      id\n      fingerprint\n      events\n      ...ToldBrowser_PushSubscription\n    }\n  }\n": typeof types.BrowserNotifications_UserFragmentDoc,
    "\n  fragment BrowserNotifications_WebPush on WebPush {\n    publicKey\n    events\n  }\n": typeof types.BrowserNotifications_WebPushFragmentDoc,
    "\n  fragment NotificationChoices_NotificationChoice on NotificationChoice {\n    id\n    type\n    label\n    recipientLabel\n    recipientDescription\n    recipient\n    events\n    allEvents\n  }\n": typeof types.NotificationChoices_NotificationChoiceFragmentDoc,
    "\n  mutation SetNotificationChoice($input: SetNotificationChoiceInput!) {\n    setNotificationChoice(input: $input) {\n      id\n      recipient\n      events\n    }\n  }\n": typeof types.SetNotificationChoiceDocument,
    "\n  fragment NotificationRow_Notification on Notification {\n    id\n    title\n    body\n    path\n    channel\n    state\n    attempts\n    lastError\n    createdAt\n    sentAt\n    user {\n      id\n      name\n    }\n  }\n": typeof types.NotificationRow_NotificationFragmentDoc,
    "\n  mutation ResendNotification($id: ID!) {\n    resendNotification(input: { id: $id }) {\n      id\n      state\n    }\n  }\n": typeof types.ResendNotificationDocument,
    "\n  query NotificationsPage($after: String) {\n    notifications(first: 25, after: $after) {\n      nodes {\n        id\n        ...NotificationRow_Notification\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.NotificationsPageDocument,
    "\n  mutation TestPushSubscription($input: TestPushSubscriptionInput!) {\n    testPushSubscription(input: $input) {\n      id\n      deliveredAt\n      failingSince\n    }\n  }\n": typeof types.TestPushSubscriptionDocument,
    "\n  fragment ToldBrowser_PushSubscription on PushSubscription {\n    id\n    userAgent\n    createdAt\n    deliveredAt\n    failingSince\n  }\n": typeof types.ToldBrowser_PushSubscriptionFragmentDoc,
    "\n  mutation SavePushSubscription($input: SavePushSubscriptionInput!) {\n    savePushSubscription(input: $input) {\n      id\n      events\n    }\n  }\n": typeof types.SavePushSubscriptionDocument,
    "\n  mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {\n    removePushSubscription(input: $input)\n  }\n": typeof types.RemovePushSubscriptionDocument,
    "\n  fragment ApiKey_ApiKey on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    expiresAt\n    revokedAt\n    lastUsedAt\n    lastUsedAddress\n  }\n": typeof types.ApiKey_ApiKeyFragmentDoc,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      id\n      revokedAt\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  fragment ApiKeys_ApiKey on ApiKey {\n    id\n    revokedAt\n    expiresAt\n    ...ApiKey_ApiKey\n  }\n": typeof types.ApiKeys_ApiKeyFragmentDoc,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      key\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  query ProfilePage {\n    viewer {\n      id\n      name\n      role\n      pictureUrl\n      username\n      plexId\n      plexUsername\n      plexEmail\n      sessions {\n        id\n        ...Sessions_Session\n      }\n      apiKeys {\n        id\n        ...ApiKeys_ApiKey\n      }\n      ...BrowserNotifications_User\n    }\n    notificationChoices {\n      id\n      ...NotificationChoices_NotificationChoice\n    }\n    webPush {\n      ...BrowserNotifications_WebPush\n    }\n  }\n": typeof types.ProfilePageDocument,
    "\n  fragment Sessions_Session on Session {\n    id\n    userAgent\n    address\n    lastSeenAt\n    isCurrent\n  }\n": typeof types.Sessions_SessionFragmentDoc,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input)\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n": typeof types.RevokeOtherSessionsDocument,
    "\n  fragment Administration_Request on Request {\n    id\n    version\n    status\n    priority\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      title\n      filePath\n    }\n  }\n": typeof types.Administration_RequestFragmentDoc,
    "\n  mutation UpdateRequest($input: UpdateRequestInput!) {\n    updateRequest(input: $input) {\n      id\n      version\n      priority\n    }\n  }\n": typeof types.UpdateRequestDocument,
    "\n  mutation DeleteRequest($input: DeleteRequestInput!) {\n    deleteRequest(input: $input)\n  }\n": typeof types.DeleteRequestDocument,
    "\n  fragment ApprovalCard_Request on Request {\n    id\n    version\n    status\n    createdAt\n    user {\n      id\n      name\n      pictureUrl\n    }\n    audiobook {\n      id\n      title\n      author\n      narrator\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    ...Decide_Request\n  }\n": typeof types.ApprovalCard_RequestFragmentDoc,
    "\n  query ApprovalsPage($after: String) {\n    requests(first: 25, after: $after, filter: { status: [AWAITING_APPROVAL] }, orderBy: OLDEST) {\n      nodes {\n        id\n        status\n        ...ApprovalCard_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ApprovalsPageDocument,
    "\n  fragment Candidate_DownloadHistory on DownloadHistory {\n    id\n    torrentName\n    indexerName\n    torrentSizeBytes\n    seeders\n    qualityScore\n    verdict\n    refusal\n    selected\n    selectedByHand\n    progress\n    downloadStatus\n    downloadError\n    scoreReasons {\n      points\n      text\n    }\n  }\n": typeof types.Candidate_DownloadHistoryFragmentDoc,
    "\n  fragment Candidates_Request on Request {\n    id\n    version\n    status\n    releases {\n      id\n      verdict\n      selected\n      ...Candidate_DownloadHistory\n    }\n  }\n": typeof types.Candidates_RequestFragmentDoc,
    "\n  fragment Decide_Request on Request {\n    id\n    audiobook {\n      id\n      title\n    }\n  }\n": typeof types.Decide_RequestFragmentDoc,
    "\n  fragment Decision_Request on Request {\n    id\n    version\n    status\n    createdAt\n    decidedAt\n    decisionReason\n    decidedBy {\n      id\n      name\n    }\n    user {\n      id\n      name\n    }\n    ...Decide_Request\n  }\n": typeof types.Decision_RequestFragmentDoc,
    "\n  fragment DeliveryFacts_Request on Request {\n    id\n    version\n    downloadAttempts\n    downloads {\n      id\n      torrentName\n      indexerName\n      torrentSizeBytes\n      downloadClient\n      downloadError\n      startedAt\n      completedAt\n    }\n    audiobook {\n      id\n      filePath\n      fileFormat\n      fileSizeBytes\n      availableAt\n    }\n  }\n": typeof types.DeliveryFacts_RequestFragmentDoc,
    "\n  fragment DownloadNumbers_DownloadHistory on DownloadHistory {\n    id\n    downloadStatus\n    torrentSizeBytes\n    downloadBytesPerSecond\n    secondsLeft\n  }\n": typeof types.DownloadNumbers_DownloadHistoryFragmentDoc,
    "\n  query GroupedRequests($open: RequestFilter!, $done: RequestFilter!, $over: RequestFilter!) {\n    open: requests(first: 70, filter: $open) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    done: requests(first: 10, filter: $done) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    over: requests(first: 10, filter: $over) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.GroupedRequestsDocument,
    "\n  fragment GroupedRequest_Request on Request {\n    id\n    version\n    status\n    updatedAt\n    blocker {\n      kind\n    }\n    user {\n      id\n    }\n    ...RequestRow_Request\n  }\n": typeof types.GroupedRequest_RequestFragmentDoc,
    "\n  query PersonFilter {\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n": typeof types.PersonFilterDocument,
    "\n  fragment Remedies_Request on Request {\n    id\n    version\n    blocker {\n      kind\n    }\n    audiobook {\n      id\n      title\n    }\n  }\n": typeof types.Remedies_RequestFragmentDoc,
    "\n  fragment RequestActions_Request on Request {\n    id\n    version\n    status\n    user {\n      id\n    }\n    audiobook {\n      id\n      title\n    }\n    ...Remedies_Request\n  }\n": typeof types.RequestActions_RequestFragmentDoc,
    "\n  query RequestJobs($id: ID!) {\n    request(id: $id) {\n      id\n      jobs {\n        id\n        type\n        status\n        attempts\n        updatedAt\n        errorMessage\n        stackTrace\n      }\n    }\n  }\n": typeof types.RequestJobsDocument,
    "\n  query RequestList($after: String, $filter: RequestFilter) {\n    requests(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...RequestRow_Request\n        user {\n          id\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.RequestListDocument,
    "\n  query RequestPage($id: ID!) {\n    request(id: $id) {\n      ...RequestDetails_Request\n    }\n  }\n": typeof types.RequestPageDocument,
    "\n  subscription RequestPageChanged($id: ID!, $after: String) {\n    requestChanged(id: $id, after: $after) {\n      cursor\n      request {\n        ...RequestDetails_Request\n      }\n    }\n  }\n": typeof types.RequestPageChangedDocument,
    "\n  fragment RequestDetails_Request on Request {\n    id\n    version\n    ...RequestState_Request\n    ...RequestActions_Request\n    ...WhyItWaits_Request\n    ...Timeline_Request\n    ...Candidates_Request\n    ...Decision_Request\n    ...DeliveryFacts_Request\n    ...Administration_Request\n    audiobook {\n      id\n      title\n      author\n      narrator\n      description\n      durationMinutes\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n": typeof types.RequestDetails_RequestFragmentDoc,
    "\n  fragment RequestRow_Request on Request {\n    id\n    createdAt\n    archivedAt\n    updatedAt\n    ...RequestState_Request\n    ...RequestActions_Request\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      audibleId\n      title\n      author\n      coverUrl\n      availabilityStatus\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n": typeof types.RequestRow_RequestFragmentDoc,
    "\n  fragment RequestState_Request on Request {\n    id\n    version\n    status\n    step\n    progress\n    errorMessage\n    decisionReason\n    downloadAttempts\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n  }\n": typeof types.RequestState_RequestFragmentDoc,
    "\n  fragment Timeline_Request on Request {\n    id\n    version\n    events {\n      id\n      type\n      message\n      createdAt\n    }\n  }\n": typeof types.Timeline_RequestFragmentDoc,
    "\n  mutation ApproveRequest($input: ApproveRequestInput!) {\n    approveRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.ApproveRequestDocument,
    "\n  mutation DenyRequest($input: DenyRequestInput!) {\n    denyRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.DenyRequestDocument,
    "\n  mutation SearchReleases($input: SearchReleasesInput!) {\n    searchReleases(input: $input) {\n      indexers {\n        name\n        found\n        failure\n        restsUntil\n      }\n      releases {\n        id\n        ...Candidate_DownloadHistory\n      }\n    }\n  }\n": typeof types.SearchReleasesDocument,
    "\n  mutation SelectRelease($input: SelectReleaseInput!) {\n    selectRelease(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.SelectReleaseDocument,
    "\n  mutation BlockRelease($input: BlockReleaseInput!) {\n    blockRelease(input: $input) {\n      id\n    }\n  }\n": typeof types.BlockReleaseDocument,
    "\n  mutation UnblockRelease($input: UnblockReleaseInput!) {\n    unblockRelease(input: $input) {\n      ...RequestState_Request\n      ...Candidates_Request\n    }\n  }\n": typeof types.UnblockReleaseDocument,
    "\n  mutation CreateRequest($input: CreateRequestInput!) {\n    createRequest(input: $input) {\n      id\n      createdAt\n      ...RequestState_Request\n      audiobook {\n        id\n        audibleId\n        title\n        author\n        narrator\n        coverUrl\n        availabilityStatus\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n": typeof types.CreateRequestDocument,
    "\n  mutation CancelRequest($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.CancelRequestDocument,
    "\n  mutation RetryRequest($input: RetryRequestInput!) {\n    retryRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": typeof types.RetryRequestDocument,
    "\n  query WaitingCount {\n    requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      nodes {\n        id\n        status\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.WaitingCountDocument,
    "\n  fragment WhyItWaits_Request on Request {\n    id\n    version\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n    ...Remedies_Request\n  }\n": typeof types.WhyItWaits_RequestFragmentDoc,
    "\n  query EncryptionPage {\n    encryptionKeys {\n      name\n      isActive\n      values\n      auditRecords\n    }\n    jobs(first: 50, filter: { type: [\"rotate_keys\"] }) {\n      nodes {\n        id\n        status\n        result\n        ...Rotation_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.EncryptionPageDocument,
    "\n  mutation RotateKeys {\n    rotateEncryptionKey {\n      id\n      type\n      createdAt\n      ...Rotation_Job\n    }\n  }\n": typeof types.RotateKeysDocument,
    "\n  fragment Rotation_Job on Job {\n    id\n    status\n    progress\n    result\n    errorMessage\n    createdAt\n    completedAt\n  }\n": typeof types.Rotation_JobFragmentDoc,
    "\n  query ActiveDownloads {\n    requests(first: 6, filter: { status: [DOWNLOADING] }) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n        audiobook {\n          id\n          title\n          author\n          coverUrl\n        }\n        downloads {\n          id\n          ...DownloadNumbers_DownloadHistory\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.ActiveDownloadsDocument,
    "\n  fragment AnalyticsDay_RequestDay on RequestDay {\n    day\n    requested\n    completed\n    failed\n    downloads\n    medianSecondsToShelf\n    p90SecondsToShelf\n  }\n": typeof types.AnalyticsDay_RequestDayFragmentDoc,
    "\n  query AnalyticsPage($from: DateTime!, $to: DateTime!) {\n    analytics(from: $from, to: $to) {\n      shelved\n      medianSecondsToShelf\n      p90SecondsToShelf\n      days {\n        day\n        requested\n        ...AnalyticsDay_RequestDay\n      }\n      sources {\n        ...DownloadSource_DownloadSource\n      }\n    }\n  }\n": typeof types.AnalyticsPageDocument,
    "\n  query Dashboard {\n    system {\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      ...NeedsYou_System\n      ...Queue_System\n    }\n  }\n": typeof types.DashboardDocument,
    "\n  fragment DownloadSource_DownloadSource on DownloadSource {\n    kind\n    name\n    begun\n    completed\n    failed\n    bytes\n  }\n": typeof types.DownloadSource_DownloadSourceFragmentDoc,
    "\n  fragment IntegrationRow_IntegrationState on IntegrationState {\n    id\n    kind\n    label\n    isUp\n    message\n    checkedAt\n    changedAt\n  }\n": typeof types.IntegrationRow_IntegrationStateFragmentDoc,
    "\n  mutation TestSavedIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n    }\n  }\n": typeof types.TestSavedIntegrationDocument,
    "\n  fragment NeedsYou_System on System {\n    deadJobs\n    integrations {\n      id\n      label\n      isUp\n      message\n    }\n    storage {\n      name\n      freeBytes\n      totalBytes\n    }\n  }\n": typeof types.NeedsYou_SystemFragmentDoc,
    "\n  query RequestsInNeed {\n    awaiting: requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      ...InNeed_RequestConnection\n    }\n    failed: requests(first: 100, filter: { status: [FAILED] }) {\n      ...InNeed_RequestConnection\n    }\n    blocked: requests(\n      first: 100\n      filter: { blocker: [NO_INDEXER_CONFIGURED, NO_DOWNLOAD_CLIENT, PATH_NOT_VISIBLE, DISK_FULL] }\n    ) {\n      ...InNeed_RequestConnection\n    }\n  }\n": typeof types.RequestsInNeedDocument,
    "\n  fragment InNeed_RequestConnection on RequestConnection {\n    nodes {\n      id\n      status\n      createdAt\n      blocker {\n        kind\n        message\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n": typeof types.InNeed_RequestConnectionFragmentDoc,
    "\n  fragment Queue_System on System {\n    queues {\n      name\n      ready\n      delayed\n      active\n    }\n  }\n": typeof types.Queue_SystemFragmentDoc,
    "\n  fragment Replicas_System on System {\n    replicas {\n      name\n      isUsed\n      lagSeconds\n      problem\n    }\n  }\n": typeof types.Replicas_SystemFragmentDoc,
    "\n  query RequestCharts($timeZone: String!) {\n    requestStatistics(days: 30, timeZone: $timeZone) {\n      day\n      requested\n      completed\n      failed\n      downloadedBytes\n    }\n  }\n": typeof types.RequestChartsDocument,
    "\n  fragment RetentionDue_RetentionRule on RetentionRule {\n    name\n    days\n    action\n    due\n  }\n": typeof types.RetentionDue_RetentionRuleFragmentDoc,
    "\n  query RetentionPage {\n    retention {\n      name\n      ...RetentionDue_RetentionRule\n    }\n    configuration(category: RETENTION) {\n      key\n      ...SettingField_ConfigurationEntry\n    }\n    jobs(first: 5, filter: { type: [\"apply_retention\"] }) {\n      nodes {\n        id\n        createdAt\n        status\n        ...RetentionRun_Job\n      }\n    }\n  }\n": typeof types.RetentionPageDocument,
    "\n  mutation RunRetention($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...RetentionRun_Job\n    }\n  }\n": typeof types.RunRetentionDocument,
    "\n  fragment RetentionRun_Job on Job {\n    id\n    status\n    progress\n    createdAt\n    startedAt\n    completedAt\n    result\n    errorMessage\n  }\n": typeof types.RetentionRun_JobFragmentDoc,
    "\n  fragment SlowStatements_System on System {\n    slowStatements {\n      text\n      calls\n      totalMs\n      meanMs\n      maxMs\n    }\n  }\n": typeof types.SlowStatements_SystemFragmentDoc,
    "\n  fragment Storage_System on System {\n    storage {\n      name\n      path\n      freeBytes\n      totalBytes\n    }\n  }\n": typeof types.Storage_SystemFragmentDoc,
    "\n  query SupportBundle {\n    supportBundle\n  }\n": typeof types.SupportBundleDocument,
    "\n  query SystemPage {\n    system {\n      version\n      databaseVersion\n      databaseBytes\n      migrations\n      ...Replicas_System\n      ...SlowStatements_System\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      ...Storage_System\n    }\n  }\n": typeof types.SystemPageDocument,
    "\n  subscription SystemChanged {\n    systemChanged {\n      deadJobs\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      storage {\n        name\n        path\n        freeBytes\n        totalBytes\n      }\n      ...Replicas_System\n    }\n  }\n": typeof types.SystemChangedDocument,
    "\n  query IsRestored {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n    }\n  }\n": typeof types.IsRestoredDocument,
    "\n  query PlexProfiles {\n    plexProfiles {\n      id\n      name\n      pictureUrl\n      needsPin\n    }\n  }\n": typeof types.PlexProfilesDocument,
    "\n  mutation ChoosePlexProfile($input: ChoosePlexProfileInput!) {\n    choosePlexProfile(input: $input) {\n      id\n    }\n  }\n": typeof types.ChoosePlexProfileDocument,
    "\n  mutation ImportPlexUsers {\n    importPlexUsers {\n      id\n    }\n  }\n": typeof types.ImportPlexUsersDocument,
    "\n  fragment KeyToKeep_KeysToKeep on KeysToKeep {\n    keys\n    file\n  }\n": typeof types.KeyToKeep_KeysToKeepFragmentDoc,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.CreateUserDocument,
    "\n  query PeopleSettings {\n    automation: configuration(category: AUTOMATION) {\n      key\n      value\n    }\n    mediaServer: configuration(category: MEDIA_SERVER) {\n      key\n      value\n    }\n  }\n": typeof types.PeopleSettingsDocument,
    "\n  query PeoplePage($after: String, $filter: UserFilter) {\n    users(first: 25, after: $after, filter: $filter) {\n      totalCount\n      isTotalCountExact\n      nodes {\n        id\n        ...PersonRow_User\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.PeoplePageDocument,
    "\n  fragment PersonAccess_User on User {\n    id\n    name\n    role\n    deactivatedAt\n  }\n": typeof types.PersonAccess_UserFragmentDoc,
    "\n  mutation DeactivateUser($input: DeactivateUserInput!) {\n    deactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n": typeof types.DeactivateUserDocument,
    "\n  mutation ReactivateUser($input: ReactivateUserInput!) {\n    reactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n": typeof types.ReactivateUserDocument,
    "\n  fragment PersonLimits_User on User {\n    id\n    name\n    role\n    autoApprove\n    maySelectReleases\n    requestQuota\n    requestQuotaDays\n    quota {\n      days\n    }\n  }\n": typeof types.PersonLimits_UserFragmentDoc,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      id\n      role\n      autoApprove\n      maySelectReleases\n      requestQuota\n      requestQuotaDays\n      needsApproval\n      canSelectReleases\n      quota {\n        most\n        days\n        used\n      }\n    }\n  }\n": typeof types.UpdateUserDocument,
    "\n  fragment PersonRow_User on User {\n    id\n    name\n    username\n    plexId\n    plexEmail\n    pictureUrl\n    role\n    lastSeenAt\n    deactivatedAt\n    requestCount\n    needsApproval\n    canSelectReleases\n    quota {\n      most\n      days\n      used\n    }\n    ...PersonLimits_User\n    ...PersonAccess_User\n  }\n": typeof types.PersonRow_UserFragmentDoc,
    "\n  mutation BeginPlexSignIn {\n    beginPlexSignIn {\n      url\n    }\n  }\n": typeof types.BeginPlexSignInDocument,
    "\n  mutation CompletePlexSignIn($input: CompletePlexSignInInput!) {\n    completePlexSignIn(input: $input) {\n      id\n    }\n  }\n": typeof types.CompletePlexSignInDocument,
    "\n  mutation RestoreAtSetUp($input: RestoreAtSetUpInput!) {\n    restoreAtSetUp(input: $input)\n  }\n": typeof types.RestoreAtSetUpDocument,
    "\n  mutation SetUp($input: SetUpInput!) {\n    setUp(input: $input) {\n      id\n    }\n  }\n": typeof types.SetUpDocument,
    "\n  mutation ShowEncryptionKeys($input: ShowEncryptionKeysInput!) {\n    showEncryptionKeys(input: $input) {\n      ...KeyToKeep_KeysToKeep\n    }\n  }\n": typeof types.ShowEncryptionKeysDocument,
    "\n  mutation BeginPlexSetUp($input: BeginPlexSetUpInput!) {\n    beginPlexSetUp(input: $input) {\n      url\n    }\n  }\n": typeof types.BeginPlexSetUpDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      id\n    }\n  }\n": typeof types.SignInDocument,
};
const documents: Documents = {
    "\n  query App {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n      ...SetupProgress_Setup\n    }\n    viewer {\n      id\n      name\n      role\n      canSelectReleases\n      pictureUrl\n    }\n  }\n": types.AppDocument,
    "\n  query BookAskers($audiobookId: ID!) {\n    requests(first: 50, filter: { audiobookId: $audiobookId, scope: ALL }, orderBy: OLDEST) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.BookAskersDocument,
    "\n  fragment BookDetails_Audiobook on Audiobook {\n    id\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    fileFormat\n    fileSizeBytes\n    requestCount\n    ...ShownBook_Audiobook\n  }\n": types.BookDetails_AudiobookFragmentDoc,
    "\n  fragment BookDetails_CatalogEntry on CatalogEntry {\n    audibleId\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    audiobook {\n      id\n      requestCount\n    }\n    ...ShownBook_CatalogEntry\n  }\n": types.BookDetails_CatalogEntryFragmentDoc,
    "\n  query KnownBookPage($id: ID!) {\n    audiobook(id: $id) {\n      id\n      ...BookDetails_Audiobook\n    }\n  }\n": types.KnownBookPageDocument,
    "\n  query CatalogBookPage($audibleId: String!) {\n    catalogEntry(audibleId: $audibleId) {\n      audibleId\n      ...BookDetails_CatalogEntry\n    }\n  }\n": types.CatalogBookPageDocument,
    "\n  query KnownBooks($first: Int, $after: String, $search: String, $filter: AudiobookFilter, $orderBy: AudiobookOrder) {\n    audiobooks(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.KnownBooksDocument,
    "\n  query FindBooks($query: String!, $filter: CatalogFilter, $page: Int!) {\n    searchCatalog(query: $query, filter: $filter, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": types.FindBooksDocument,
    "\n  query CatalogBooks($list: CatalogList!, $page: Int!) {\n    catalogBooks(list: $list, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": types.CatalogBooksDocument,
    "\n  fragment BookState_Audiobook on Audiobook {\n    id\n    availabilityStatus\n    viewerRequest {\n      id\n      status\n      ...RequestState_Request\n    }\n  }\n": types.BookState_AudiobookFragmentDoc,
    "\n  mutation CreateRequests($input: CreateRequestsInput!) {\n    createRequests(input: $input) {\n      requests {\n        id\n        createdAt\n        ...RequestState_Request\n        audiobook {\n          id\n          audibleId\n          ...BookState_Audiobook\n        }\n      }\n      leftOut {\n        audibleId\n        message\n      }\n    }\n  }\n": types.CreateRequestsDocument,
    "\n  query KnownShelves {\n    arrived: audiobooks(first: 18, orderBy: RECENTLY_AVAILABLE) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n    wanted: audiobooks(first: 18, orderBy: MOST_REQUESTED) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n  }\n": types.KnownShelvesDocument,
    "\n  query CatalogShelves {\n    popular: catalogBooks(list: POPULAR) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n    new: catalogBooks(list: NEW) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n": types.CatalogShelvesDocument,
    "\n  fragment ShownBook_Audiobook on Audiobook {\n    id\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    ...BookState_Audiobook\n  }\n": types.ShownBook_AudiobookFragmentDoc,
    "\n  fragment ShownBook_CatalogEntry on CatalogEntry {\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    isInLibrary\n    audiobook {\n      id\n      ...BookState_Audiobook\n    }\n  }\n": types.ShownBook_CatalogEntryFragmentDoc,
    "\n  mutation TakeBack($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.TakeBackDocument,
    "\n  query AuditFilters {\n    auditActions {\n      name\n      description\n    }\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n": types.AuditFiltersDocument,
    "\n  query AuditPage($after: String, $filter: AuditFilter) {\n    auditActions {\n      name\n      description\n    }\n    auditEvents(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...AuditRow_AuditEvent\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.AuditPageDocument,
    "\n  fragment AuditRow_AuditEvent on AuditEvent {\n    id\n    createdAt\n    action\n    actorName\n    address\n    subjectType\n    subjectId\n    details\n    position\n  }\n": types.AuditRow_AuditEventFragmentDoc,
    "\n  fragment BackupRow_Backup on Backup {\n    id\n    name\n    madeAt\n    sizeBytes\n    state\n    reason\n    cause\n    rows\n    program\n  }\n": types.BackupRow_BackupFragmentDoc,
    "\n  mutation RestoreBackup($id: ID!) {\n    restoreBackup(input: { id: $id }) {\n      id\n    }\n  }\n": types.RestoreBackupDocument,
    "\n  mutation DeleteBackup($id: ID!) {\n    deleteBackup(input: { id: $id }) {\n      id\n    }\n  }\n": types.DeleteBackupDocument,
    "\n  query BackupsPage {\n    backups {\n      id\n      ...BackupRow_Backup\n    }\n    jobs(first: 1, filter: { type: [\"back_up\"] }) {\n      nodes {\n        id\n        ...MakeBackup_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.BackupsPageDocument,
    "\n  fragment MakeBackup_Job on Job {\n    id\n    status\n    progress\n    errorMessage\n  }\n": types.MakeBackup_JobFragmentDoc,
    "\n  mutation MakeBackup {\n    makeBackup {\n      id\n      type\n      createdAt\n      ...MakeBackup_Job\n    }\n  }\n": types.MakeBackupDocument,
    "\n  query ConfigurationPage {\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": types.ConfigurationPageDocument,
    "\n  mutation ReadLibrary {\n    runJob(input: { type: \"sync_library\" }) {\n      id\n      status\n    }\n  }\n": types.ReadLibraryDocument,
    "\n  query SetUpSteps {\n    setup {\n      hasCatalog\n      hasIndexer\n      hasDownloadClient\n      hasMediaServer\n    }\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": types.SetUpStepsDocument,
    "\n  fragment SettingField_ConfigurationEntry on ConfigurationEntry {\n    key\n    label\n    description\n    value\n    isSet\n    encrypted\n    defaultValue\n    options\n    isList\n    forTypes\n    least\n    most\n    unit\n  }\n": types.SettingField_ConfigurationEntryFragmentDoc,
    "\n  mutation SetConfiguration($input: [ConfigurationInput!]!) {\n    setConfiguration(input: $input) {\n      ...SettingField_ConfigurationEntry\n    }\n  }\n": types.SetConfigurationDocument,
    "\n  fragment SetupProgress_Setup on Setup {\n    hasCatalog\n    hasIndexer\n    hasDownloadClient\n    hasMediaServer\n  }\n": types.SetupProgress_SetupFragmentDoc,
    "\n  query SetupProgress {\n    setup {\n      ...SetupProgress_Setup\n    }\n  }\n": types.SetupProgressDocument,
    "\n  mutation TestFolders($input: TestFoldersInput!) {\n    testFolders(input: $input) {\n      key\n      ok\n      message\n    }\n  }\n": types.TestFoldersDocument,
    "\n  mutation TestIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n      version\n    }\n  }\n": types.TestIntegrationDocument,
    "\n  fragment JobActions_Job on Job {\n    id\n    status\n    request {\n      id\n    }\n  }\n": types.JobActions_JobFragmentDoc,
    "\n  mutation RetryJob($input: RetryJobInput!) {\n    retryJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n": types.RetryJobDocument,
    "\n  mutation CancelJob($input: CancelJobInput!) {\n    cancelJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n": types.CancelJobDocument,
    "\n  query JobPage($id: ID!) {\n    job(id: $id) {\n      id\n      ...JobDetails_Job\n    }\n  }\n": types.JobPageDocument,
    "\n  fragment JobDetails_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    priority\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    stackTrace\n    payload\n    result\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n    ...JobActions_Job\n  }\n": types.JobDetails_JobFragmentDoc,
    "\n  fragment JobRow_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n  }\n": types.JobRow_JobFragmentDoc,
    "\n  query JobsPage($after: String, $filter: JobFilter) {\n    jobs(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...JobRow_Job\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.JobsPageDocument,
    "\n  query Schedules {\n    schedules {\n      type\n      ...Schedule_JobSchedule\n    }\n  }\n": types.SchedulesDocument,
    "\n  fragment Schedule_JobSchedule on JobSchedule {\n    type\n    description\n    cron\n    nextRunAt\n    lastJob {\n      id\n      status\n      progress\n      createdAt\n      startedAt\n    }\n  }\n": types.Schedule_JobScheduleFragmentDoc,
    "\n  mutation RunJob($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n": types.RunJobDocument,
    "\n  subscription JobChanged {\n    jobChanged {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n": types.JobChangedDocument,
    "\n  subscription RequestChanged($after: String) {\n    requestChanged(after: $after) {\n      cursor\n      request {\n        ...RequestRow_Request\n      }\n    }\n  }\n": types.RequestChangedDocument,
    "\n  query FoundBooks($text: String!) {\n    audiobooks(first: 6, search: $text) {\n      nodes {\n        id\n        title\n        author\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n": types.FoundBooksDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": types.SignOutDocument,
    "\n  fragment BrowserNotifications_User on User {\n    id\n    pushSubscriptions {\n      id\n      fingerprint\n      events\n      ...ToldBrowser_PushSubscription\n    }\n  }\n": types.BrowserNotifications_UserFragmentDoc,
    "\n  fragment BrowserNotifications_WebPush on WebPush {\n    publicKey\n    events\n  }\n": types.BrowserNotifications_WebPushFragmentDoc,
    "\n  fragment NotificationChoices_NotificationChoice on NotificationChoice {\n    id\n    type\n    label\n    recipientLabel\n    recipientDescription\n    recipient\n    events\n    allEvents\n  }\n": types.NotificationChoices_NotificationChoiceFragmentDoc,
    "\n  mutation SetNotificationChoice($input: SetNotificationChoiceInput!) {\n    setNotificationChoice(input: $input) {\n      id\n      recipient\n      events\n    }\n  }\n": types.SetNotificationChoiceDocument,
    "\n  fragment NotificationRow_Notification on Notification {\n    id\n    title\n    body\n    path\n    channel\n    state\n    attempts\n    lastError\n    createdAt\n    sentAt\n    user {\n      id\n      name\n    }\n  }\n": types.NotificationRow_NotificationFragmentDoc,
    "\n  mutation ResendNotification($id: ID!) {\n    resendNotification(input: { id: $id }) {\n      id\n      state\n    }\n  }\n": types.ResendNotificationDocument,
    "\n  query NotificationsPage($after: String) {\n    notifications(first: 25, after: $after) {\n      nodes {\n        id\n        ...NotificationRow_Notification\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.NotificationsPageDocument,
    "\n  mutation TestPushSubscription($input: TestPushSubscriptionInput!) {\n    testPushSubscription(input: $input) {\n      id\n      deliveredAt\n      failingSince\n    }\n  }\n": types.TestPushSubscriptionDocument,
    "\n  fragment ToldBrowser_PushSubscription on PushSubscription {\n    id\n    userAgent\n    createdAt\n    deliveredAt\n    failingSince\n  }\n": types.ToldBrowser_PushSubscriptionFragmentDoc,
    "\n  mutation SavePushSubscription($input: SavePushSubscriptionInput!) {\n    savePushSubscription(input: $input) {\n      id\n      events\n    }\n  }\n": types.SavePushSubscriptionDocument,
    "\n  mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {\n    removePushSubscription(input: $input)\n  }\n": types.RemovePushSubscriptionDocument,
    "\n  fragment ApiKey_ApiKey on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    expiresAt\n    revokedAt\n    lastUsedAt\n    lastUsedAddress\n  }\n": types.ApiKey_ApiKeyFragmentDoc,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      id\n      revokedAt\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  fragment ApiKeys_ApiKey on ApiKey {\n    id\n    revokedAt\n    expiresAt\n    ...ApiKey_ApiKey\n  }\n": types.ApiKeys_ApiKeyFragmentDoc,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      key\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  query ProfilePage {\n    viewer {\n      id\n      name\n      role\n      pictureUrl\n      username\n      plexId\n      plexUsername\n      plexEmail\n      sessions {\n        id\n        ...Sessions_Session\n      }\n      apiKeys {\n        id\n        ...ApiKeys_ApiKey\n      }\n      ...BrowserNotifications_User\n    }\n    notificationChoices {\n      id\n      ...NotificationChoices_NotificationChoice\n    }\n    webPush {\n      ...BrowserNotifications_WebPush\n    }\n  }\n": types.ProfilePageDocument,
    "\n  fragment Sessions_Session on Session {\n    id\n    userAgent\n    address\n    lastSeenAt\n    isCurrent\n  }\n": types.Sessions_SessionFragmentDoc,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input)\n  }\n": types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n": types.RevokeOtherSessionsDocument,
    "\n  fragment Administration_Request on Request {\n    id\n    version\n    status\n    priority\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      title\n      filePath\n    }\n  }\n": types.Administration_RequestFragmentDoc,
    "\n  mutation UpdateRequest($input: UpdateRequestInput!) {\n    updateRequest(input: $input) {\n      id\n      version\n      priority\n    }\n  }\n": types.UpdateRequestDocument,
    "\n  mutation DeleteRequest($input: DeleteRequestInput!) {\n    deleteRequest(input: $input)\n  }\n": types.DeleteRequestDocument,
    "\n  fragment ApprovalCard_Request on Request {\n    id\n    version\n    status\n    createdAt\n    user {\n      id\n      name\n      pictureUrl\n    }\n    audiobook {\n      id\n      title\n      author\n      narrator\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    ...Decide_Request\n  }\n": types.ApprovalCard_RequestFragmentDoc,
    "\n  query ApprovalsPage($after: String) {\n    requests(first: 25, after: $after, filter: { status: [AWAITING_APPROVAL] }, orderBy: OLDEST) {\n      nodes {\n        id\n        status\n        ...ApprovalCard_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.ApprovalsPageDocument,
    "\n  fragment Candidate_DownloadHistory on DownloadHistory {\n    id\n    torrentName\n    indexerName\n    torrentSizeBytes\n    seeders\n    qualityScore\n    verdict\n    refusal\n    selected\n    selectedByHand\n    progress\n    downloadStatus\n    downloadError\n    scoreReasons {\n      points\n      text\n    }\n  }\n": types.Candidate_DownloadHistoryFragmentDoc,
    "\n  fragment Candidates_Request on Request {\n    id\n    version\n    status\n    releases {\n      id\n      verdict\n      selected\n      ...Candidate_DownloadHistory\n    }\n  }\n": types.Candidates_RequestFragmentDoc,
    "\n  fragment Decide_Request on Request {\n    id\n    audiobook {\n      id\n      title\n    }\n  }\n": types.Decide_RequestFragmentDoc,
    "\n  fragment Decision_Request on Request {\n    id\n    version\n    status\n    createdAt\n    decidedAt\n    decisionReason\n    decidedBy {\n      id\n      name\n    }\n    user {\n      id\n      name\n    }\n    ...Decide_Request\n  }\n": types.Decision_RequestFragmentDoc,
    "\n  fragment DeliveryFacts_Request on Request {\n    id\n    version\n    downloadAttempts\n    downloads {\n      id\n      torrentName\n      indexerName\n      torrentSizeBytes\n      downloadClient\n      downloadError\n      startedAt\n      completedAt\n    }\n    audiobook {\n      id\n      filePath\n      fileFormat\n      fileSizeBytes\n      availableAt\n    }\n  }\n": types.DeliveryFacts_RequestFragmentDoc,
    "\n  fragment DownloadNumbers_DownloadHistory on DownloadHistory {\n    id\n    downloadStatus\n    torrentSizeBytes\n    downloadBytesPerSecond\n    secondsLeft\n  }\n": types.DownloadNumbers_DownloadHistoryFragmentDoc,
    "\n  query GroupedRequests($open: RequestFilter!, $done: RequestFilter!, $over: RequestFilter!) {\n    open: requests(first: 70, filter: $open) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    done: requests(first: 10, filter: $done) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    over: requests(first: 10, filter: $over) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.GroupedRequestsDocument,
    "\n  fragment GroupedRequest_Request on Request {\n    id\n    version\n    status\n    updatedAt\n    blocker {\n      kind\n    }\n    user {\n      id\n    }\n    ...RequestRow_Request\n  }\n": types.GroupedRequest_RequestFragmentDoc,
    "\n  query PersonFilter {\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n": types.PersonFilterDocument,
    "\n  fragment Remedies_Request on Request {\n    id\n    version\n    blocker {\n      kind\n    }\n    audiobook {\n      id\n      title\n    }\n  }\n": types.Remedies_RequestFragmentDoc,
    "\n  fragment RequestActions_Request on Request {\n    id\n    version\n    status\n    user {\n      id\n    }\n    audiobook {\n      id\n      title\n    }\n    ...Remedies_Request\n  }\n": types.RequestActions_RequestFragmentDoc,
    "\n  query RequestJobs($id: ID!) {\n    request(id: $id) {\n      id\n      jobs {\n        id\n        type\n        status\n        attempts\n        updatedAt\n        errorMessage\n        stackTrace\n      }\n    }\n  }\n": types.RequestJobsDocument,
    "\n  query RequestList($after: String, $filter: RequestFilter) {\n    requests(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...RequestRow_Request\n        user {\n          id\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.RequestListDocument,
    "\n  query RequestPage($id: ID!) {\n    request(id: $id) {\n      ...RequestDetails_Request\n    }\n  }\n": types.RequestPageDocument,
    "\n  subscription RequestPageChanged($id: ID!, $after: String) {\n    requestChanged(id: $id, after: $after) {\n      cursor\n      request {\n        ...RequestDetails_Request\n      }\n    }\n  }\n": types.RequestPageChangedDocument,
    "\n  fragment RequestDetails_Request on Request {\n    id\n    version\n    ...RequestState_Request\n    ...RequestActions_Request\n    ...WhyItWaits_Request\n    ...Timeline_Request\n    ...Candidates_Request\n    ...Decision_Request\n    ...DeliveryFacts_Request\n    ...Administration_Request\n    audiobook {\n      id\n      title\n      author\n      narrator\n      description\n      durationMinutes\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n": types.RequestDetails_RequestFragmentDoc,
    "\n  fragment RequestRow_Request on Request {\n    id\n    createdAt\n    archivedAt\n    updatedAt\n    ...RequestState_Request\n    ...RequestActions_Request\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      audibleId\n      title\n      author\n      coverUrl\n      availabilityStatus\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n": types.RequestRow_RequestFragmentDoc,
    "\n  fragment RequestState_Request on Request {\n    id\n    version\n    status\n    step\n    progress\n    errorMessage\n    decisionReason\n    downloadAttempts\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n  }\n": types.RequestState_RequestFragmentDoc,
    "\n  fragment Timeline_Request on Request {\n    id\n    version\n    events {\n      id\n      type\n      message\n      createdAt\n    }\n  }\n": types.Timeline_RequestFragmentDoc,
    "\n  mutation ApproveRequest($input: ApproveRequestInput!) {\n    approveRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.ApproveRequestDocument,
    "\n  mutation DenyRequest($input: DenyRequestInput!) {\n    denyRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.DenyRequestDocument,
    "\n  mutation SearchReleases($input: SearchReleasesInput!) {\n    searchReleases(input: $input) {\n      indexers {\n        name\n        found\n        failure\n        restsUntil\n      }\n      releases {\n        id\n        ...Candidate_DownloadHistory\n      }\n    }\n  }\n": types.SearchReleasesDocument,
    "\n  mutation SelectRelease($input: SelectReleaseInput!) {\n    selectRelease(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.SelectReleaseDocument,
    "\n  mutation BlockRelease($input: BlockReleaseInput!) {\n    blockRelease(input: $input) {\n      id\n    }\n  }\n": types.BlockReleaseDocument,
    "\n  mutation UnblockRelease($input: UnblockReleaseInput!) {\n    unblockRelease(input: $input) {\n      ...RequestState_Request\n      ...Candidates_Request\n    }\n  }\n": types.UnblockReleaseDocument,
    "\n  mutation CreateRequest($input: CreateRequestInput!) {\n    createRequest(input: $input) {\n      id\n      createdAt\n      ...RequestState_Request\n      audiobook {\n        id\n        audibleId\n        title\n        author\n        narrator\n        coverUrl\n        availabilityStatus\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n": types.CreateRequestDocument,
    "\n  mutation CancelRequest($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.CancelRequestDocument,
    "\n  mutation RetryRequest($input: RetryRequestInput!) {\n    retryRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n": types.RetryRequestDocument,
    "\n  query WaitingCount {\n    requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      nodes {\n        id\n        status\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.WaitingCountDocument,
    "\n  fragment WhyItWaits_Request on Request {\n    id\n    version\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n    ...Remedies_Request\n  }\n": types.WhyItWaits_RequestFragmentDoc,
    "\n  query EncryptionPage {\n    encryptionKeys {\n      name\n      isActive\n      values\n      auditRecords\n    }\n    jobs(first: 50, filter: { type: [\"rotate_keys\"] }) {\n      nodes {\n        id\n        status\n        result\n        ...Rotation_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.EncryptionPageDocument,
    "\n  mutation RotateKeys {\n    rotateEncryptionKey {\n      id\n      type\n      createdAt\n      ...Rotation_Job\n    }\n  }\n": types.RotateKeysDocument,
    "\n  fragment Rotation_Job on Job {\n    id\n    status\n    progress\n    result\n    errorMessage\n    createdAt\n    completedAt\n  }\n": types.Rotation_JobFragmentDoc,
    "\n  query ActiveDownloads {\n    requests(first: 6, filter: { status: [DOWNLOADING] }) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n        audiobook {\n          id\n          title\n          author\n          coverUrl\n        }\n        downloads {\n          id\n          ...DownloadNumbers_DownloadHistory\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.ActiveDownloadsDocument,
    "\n  fragment AnalyticsDay_RequestDay on RequestDay {\n    day\n    requested\n    completed\n    failed\n    downloads\n    medianSecondsToShelf\n    p90SecondsToShelf\n  }\n": types.AnalyticsDay_RequestDayFragmentDoc,
    "\n  query AnalyticsPage($from: DateTime!, $to: DateTime!) {\n    analytics(from: $from, to: $to) {\n      shelved\n      medianSecondsToShelf\n      p90SecondsToShelf\n      days {\n        day\n        requested\n        ...AnalyticsDay_RequestDay\n      }\n      sources {\n        ...DownloadSource_DownloadSource\n      }\n    }\n  }\n": types.AnalyticsPageDocument,
    "\n  query Dashboard {\n    system {\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      ...NeedsYou_System\n      ...Queue_System\n    }\n  }\n": types.DashboardDocument,
    "\n  fragment DownloadSource_DownloadSource on DownloadSource {\n    kind\n    name\n    begun\n    completed\n    failed\n    bytes\n  }\n": types.DownloadSource_DownloadSourceFragmentDoc,
    "\n  fragment IntegrationRow_IntegrationState on IntegrationState {\n    id\n    kind\n    label\n    isUp\n    message\n    checkedAt\n    changedAt\n  }\n": types.IntegrationRow_IntegrationStateFragmentDoc,
    "\n  mutation TestSavedIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n    }\n  }\n": types.TestSavedIntegrationDocument,
    "\n  fragment NeedsYou_System on System {\n    deadJobs\n    integrations {\n      id\n      label\n      isUp\n      message\n    }\n    storage {\n      name\n      freeBytes\n      totalBytes\n    }\n  }\n": types.NeedsYou_SystemFragmentDoc,
    "\n  query RequestsInNeed {\n    awaiting: requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      ...InNeed_RequestConnection\n    }\n    failed: requests(first: 100, filter: { status: [FAILED] }) {\n      ...InNeed_RequestConnection\n    }\n    blocked: requests(\n      first: 100\n      filter: { blocker: [NO_INDEXER_CONFIGURED, NO_DOWNLOAD_CLIENT, PATH_NOT_VISIBLE, DISK_FULL] }\n    ) {\n      ...InNeed_RequestConnection\n    }\n  }\n": types.RequestsInNeedDocument,
    "\n  fragment InNeed_RequestConnection on RequestConnection {\n    nodes {\n      id\n      status\n      createdAt\n      blocker {\n        kind\n        message\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n": types.InNeed_RequestConnectionFragmentDoc,
    "\n  fragment Queue_System on System {\n    queues {\n      name\n      ready\n      delayed\n      active\n    }\n  }\n": types.Queue_SystemFragmentDoc,
    "\n  fragment Replicas_System on System {\n    replicas {\n      name\n      isUsed\n      lagSeconds\n      problem\n    }\n  }\n": types.Replicas_SystemFragmentDoc,
    "\n  query RequestCharts($timeZone: String!) {\n    requestStatistics(days: 30, timeZone: $timeZone) {\n      day\n      requested\n      completed\n      failed\n      downloadedBytes\n    }\n  }\n": types.RequestChartsDocument,
    "\n  fragment RetentionDue_RetentionRule on RetentionRule {\n    name\n    days\n    action\n    due\n  }\n": types.RetentionDue_RetentionRuleFragmentDoc,
    "\n  query RetentionPage {\n    retention {\n      name\n      ...RetentionDue_RetentionRule\n    }\n    configuration(category: RETENTION) {\n      key\n      ...SettingField_ConfigurationEntry\n    }\n    jobs(first: 5, filter: { type: [\"apply_retention\"] }) {\n      nodes {\n        id\n        createdAt\n        status\n        ...RetentionRun_Job\n      }\n    }\n  }\n": types.RetentionPageDocument,
    "\n  mutation RunRetention($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...RetentionRun_Job\n    }\n  }\n": types.RunRetentionDocument,
    "\n  fragment RetentionRun_Job on Job {\n    id\n    status\n    progress\n    createdAt\n    startedAt\n    completedAt\n    result\n    errorMessage\n  }\n": types.RetentionRun_JobFragmentDoc,
    "\n  fragment SlowStatements_System on System {\n    slowStatements {\n      text\n      calls\n      totalMs\n      meanMs\n      maxMs\n    }\n  }\n": types.SlowStatements_SystemFragmentDoc,
    "\n  fragment Storage_System on System {\n    storage {\n      name\n      path\n      freeBytes\n      totalBytes\n    }\n  }\n": types.Storage_SystemFragmentDoc,
    "\n  query SupportBundle {\n    supportBundle\n  }\n": types.SupportBundleDocument,
    "\n  query SystemPage {\n    system {\n      version\n      databaseVersion\n      databaseBytes\n      migrations\n      ...Replicas_System\n      ...SlowStatements_System\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      ...Storage_System\n    }\n  }\n": types.SystemPageDocument,
    "\n  subscription SystemChanged {\n    systemChanged {\n      deadJobs\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      storage {\n        name\n        path\n        freeBytes\n        totalBytes\n      }\n      ...Replicas_System\n    }\n  }\n": types.SystemChangedDocument,
    "\n  query IsRestored {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n    }\n  }\n": types.IsRestoredDocument,
    "\n  query PlexProfiles {\n    plexProfiles {\n      id\n      name\n      pictureUrl\n      needsPin\n    }\n  }\n": types.PlexProfilesDocument,
    "\n  mutation ChoosePlexProfile($input: ChoosePlexProfileInput!) {\n    choosePlexProfile(input: $input) {\n      id\n    }\n  }\n": types.ChoosePlexProfileDocument,
    "\n  mutation ImportPlexUsers {\n    importPlexUsers {\n      id\n    }\n  }\n": types.ImportPlexUsersDocument,
    "\n  fragment KeyToKeep_KeysToKeep on KeysToKeep {\n    keys\n    file\n  }\n": types.KeyToKeep_KeysToKeepFragmentDoc,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      id\n      name\n    }\n  }\n": types.CreateUserDocument,
    "\n  query PeopleSettings {\n    automation: configuration(category: AUTOMATION) {\n      key\n      value\n    }\n    mediaServer: configuration(category: MEDIA_SERVER) {\n      key\n      value\n    }\n  }\n": types.PeopleSettingsDocument,
    "\n  query PeoplePage($after: String, $filter: UserFilter) {\n    users(first: 25, after: $after, filter: $filter) {\n      totalCount\n      isTotalCountExact\n      nodes {\n        id\n        ...PersonRow_User\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.PeoplePageDocument,
    "\n  fragment PersonAccess_User on User {\n    id\n    name\n    role\n    deactivatedAt\n  }\n": types.PersonAccess_UserFragmentDoc,
    "\n  mutation DeactivateUser($input: DeactivateUserInput!) {\n    deactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n": types.DeactivateUserDocument,
    "\n  mutation ReactivateUser($input: ReactivateUserInput!) {\n    reactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n": types.ReactivateUserDocument,
    "\n  fragment PersonLimits_User on User {\n    id\n    name\n    role\n    autoApprove\n    maySelectReleases\n    requestQuota\n    requestQuotaDays\n    quota {\n      days\n    }\n  }\n": types.PersonLimits_UserFragmentDoc,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      id\n      role\n      autoApprove\n      maySelectReleases\n      requestQuota\n      requestQuotaDays\n      needsApproval\n      canSelectReleases\n      quota {\n        most\n        days\n        used\n      }\n    }\n  }\n": types.UpdateUserDocument,
    "\n  fragment PersonRow_User on User {\n    id\n    name\n    username\n    plexId\n    plexEmail\n    pictureUrl\n    role\n    lastSeenAt\n    deactivatedAt\n    requestCount\n    needsApproval\n    canSelectReleases\n    quota {\n      most\n      days\n      used\n    }\n    ...PersonLimits_User\n    ...PersonAccess_User\n  }\n": types.PersonRow_UserFragmentDoc,
    "\n  mutation BeginPlexSignIn {\n    beginPlexSignIn {\n      url\n    }\n  }\n": types.BeginPlexSignInDocument,
    "\n  mutation CompletePlexSignIn($input: CompletePlexSignInInput!) {\n    completePlexSignIn(input: $input) {\n      id\n    }\n  }\n": types.CompletePlexSignInDocument,
    "\n  mutation RestoreAtSetUp($input: RestoreAtSetUpInput!) {\n    restoreAtSetUp(input: $input)\n  }\n": types.RestoreAtSetUpDocument,
    "\n  mutation SetUp($input: SetUpInput!) {\n    setUp(input: $input) {\n      id\n    }\n  }\n": types.SetUpDocument,
    "\n  mutation ShowEncryptionKeys($input: ShowEncryptionKeysInput!) {\n    showEncryptionKeys(input: $input) {\n      ...KeyToKeep_KeysToKeep\n    }\n  }\n": types.ShowEncryptionKeysDocument,
    "\n  mutation BeginPlexSetUp($input: BeginPlexSetUpInput!) {\n    beginPlexSetUp(input: $input) {\n      url\n    }\n  }\n": types.BeginPlexSetUpDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      id\n    }\n  }\n": types.SignInDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query App {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n      ...SetupProgress_Setup\n    }\n    viewer {\n      id\n      name\n      role\n      canSelectReleases\n      pictureUrl\n    }\n  }\n"): (typeof documents)["\n  query App {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n      ...SetupProgress_Setup\n    }\n    viewer {\n      id\n      name\n      role\n      canSelectReleases\n      pictureUrl\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BookAskers($audiobookId: ID!) {\n    requests(first: 50, filter: { audiobookId: $audiobookId, scope: ALL }, orderBy: OLDEST) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query BookAskers($audiobookId: ID!) {\n    requests(first: 50, filter: { audiobookId: $audiobookId, scope: ALL }, orderBy: OLDEST) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BookDetails_Audiobook on Audiobook {\n    id\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    fileFormat\n    fileSizeBytes\n    requestCount\n    ...ShownBook_Audiobook\n  }\n"): (typeof documents)["\n  fragment BookDetails_Audiobook on Audiobook {\n    id\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    fileFormat\n    fileSizeBytes\n    requestCount\n    ...ShownBook_Audiobook\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BookDetails_CatalogEntry on CatalogEntry {\n    audibleId\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    audiobook {\n      id\n      requestCount\n    }\n    ...ShownBook_CatalogEntry\n  }\n"): (typeof documents)["\n  fragment BookDetails_CatalogEntry on CatalogEntry {\n    audibleId\n    subtitle\n    description\n    durationMinutes\n    releaseDate\n    rating\n    genres\n    audiobook {\n      id\n      requestCount\n    }\n    ...ShownBook_CatalogEntry\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KnownBookPage($id: ID!) {\n    audiobook(id: $id) {\n      id\n      ...BookDetails_Audiobook\n    }\n  }\n"): (typeof documents)["\n  query KnownBookPage($id: ID!) {\n    audiobook(id: $id) {\n      id\n      ...BookDetails_Audiobook\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogBookPage($audibleId: String!) {\n    catalogEntry(audibleId: $audibleId) {\n      audibleId\n      ...BookDetails_CatalogEntry\n    }\n  }\n"): (typeof documents)["\n  query CatalogBookPage($audibleId: String!) {\n    catalogEntry(audibleId: $audibleId) {\n      audibleId\n      ...BookDetails_CatalogEntry\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KnownBooks($first: Int, $after: String, $search: String, $filter: AudiobookFilter, $orderBy: AudiobookOrder) {\n    audiobooks(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query KnownBooks($first: Int, $after: String, $search: String, $filter: AudiobookFilter, $orderBy: AudiobookOrder) {\n    audiobooks(first: $first, after: $after, search: $search, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindBooks($query: String!, $filter: CatalogFilter, $page: Int!) {\n    searchCatalog(query: $query, filter: $filter, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindBooks($query: String!, $filter: CatalogFilter, $page: Int!) {\n    searchCatalog(query: $query, filter: $filter, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogBooks($list: CatalogList!, $page: Int!) {\n    catalogBooks(list: $list, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"): (typeof documents)["\n  query CatalogBooks($list: CatalogList!, $page: Int!) {\n    catalogBooks(list: $list, page: $page) {\n      hasNextPage\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BookState_Audiobook on Audiobook {\n    id\n    availabilityStatus\n    viewerRequest {\n      id\n      status\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  fragment BookState_Audiobook on Audiobook {\n    id\n    availabilityStatus\n    viewerRequest {\n      id\n      status\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateRequests($input: CreateRequestsInput!) {\n    createRequests(input: $input) {\n      requests {\n        id\n        createdAt\n        ...RequestState_Request\n        audiobook {\n          id\n          audibleId\n          ...BookState_Audiobook\n        }\n      }\n      leftOut {\n        audibleId\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateRequests($input: CreateRequestsInput!) {\n    createRequests(input: $input) {\n      requests {\n        id\n        createdAt\n        ...RequestState_Request\n        audiobook {\n          id\n          audibleId\n          ...BookState_Audiobook\n        }\n      }\n      leftOut {\n        audibleId\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KnownShelves {\n    arrived: audiobooks(first: 18, orderBy: RECENTLY_AVAILABLE) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n    wanted: audiobooks(first: 18, orderBy: MOST_REQUESTED) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n  }\n"): (typeof documents)["\n  query KnownShelves {\n    arrived: audiobooks(first: 18, orderBy: RECENTLY_AVAILABLE) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n    wanted: audiobooks(first: 18, orderBy: MOST_REQUESTED) {\n      nodes {\n        id\n        ...ShownBook_Audiobook\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogShelves {\n    popular: catalogBooks(list: POPULAR) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n    new: catalogBooks(list: NEW) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"): (typeof documents)["\n  query CatalogShelves {\n    popular: catalogBooks(list: POPULAR) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n    new: catalogBooks(list: NEW) {\n      entries {\n        audibleId\n        ...ShownBook_CatalogEntry\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ShownBook_Audiobook on Audiobook {\n    id\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    ...BookState_Audiobook\n  }\n"): (typeof documents)["\n  fragment ShownBook_Audiobook on Audiobook {\n    id\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    ...BookState_Audiobook\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ShownBook_CatalogEntry on CatalogEntry {\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    isInLibrary\n    audiobook {\n      id\n      ...BookState_Audiobook\n    }\n  }\n"): (typeof documents)["\n  fragment ShownBook_CatalogEntry on CatalogEntry {\n    audibleId\n    title\n    author\n    narrator\n    coverUrl\n    seriesTitle\n    seriesPosition\n    language\n    isAbridged\n    isInLibrary\n    audiobook {\n      id\n      ...BookState_Audiobook\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeBack($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation TakeBack($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditFilters {\n    auditActions {\n      name\n      description\n    }\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  query AuditFilters {\n    auditActions {\n      name\n      description\n    }\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditPage($after: String, $filter: AuditFilter) {\n    auditActions {\n      name\n      description\n    }\n    auditEvents(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...AuditRow_AuditEvent\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query AuditPage($after: String, $filter: AuditFilter) {\n    auditActions {\n      name\n      description\n    }\n    auditEvents(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...AuditRow_AuditEvent\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AuditRow_AuditEvent on AuditEvent {\n    id\n    createdAt\n    action\n    actorName\n    address\n    subjectType\n    subjectId\n    details\n    position\n  }\n"): (typeof documents)["\n  fragment AuditRow_AuditEvent on AuditEvent {\n    id\n    createdAt\n    action\n    actorName\n    address\n    subjectType\n    subjectId\n    details\n    position\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BackupRow_Backup on Backup {\n    id\n    name\n    madeAt\n    sizeBytes\n    state\n    reason\n    cause\n    rows\n    program\n  }\n"): (typeof documents)["\n  fragment BackupRow_Backup on Backup {\n    id\n    name\n    madeAt\n    sizeBytes\n    state\n    reason\n    cause\n    rows\n    program\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreBackup($id: ID!) {\n    restoreBackup(input: { id: $id }) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreBackup($id: ID!) {\n    restoreBackup(input: { id: $id }) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteBackup($id: ID!) {\n    deleteBackup(input: { id: $id }) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteBackup($id: ID!) {\n    deleteBackup(input: { id: $id }) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BackupsPage {\n    backups {\n      id\n      ...BackupRow_Backup\n    }\n    jobs(first: 1, filter: { type: [\"back_up\"] }) {\n      nodes {\n        id\n        ...MakeBackup_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query BackupsPage {\n    backups {\n      id\n      ...BackupRow_Backup\n    }\n    jobs(first: 1, filter: { type: [\"back_up\"] }) {\n      nodes {\n        id\n        ...MakeBackup_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MakeBackup_Job on Job {\n    id\n    status\n    progress\n    errorMessage\n  }\n"): (typeof documents)["\n  fragment MakeBackup_Job on Job {\n    id\n    status\n    progress\n    errorMessage\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MakeBackup {\n    makeBackup {\n      id\n      type\n      createdAt\n      ...MakeBackup_Job\n    }\n  }\n"): (typeof documents)["\n  mutation MakeBackup {\n    makeBackup {\n      id\n      type\n      createdAt\n      ...MakeBackup_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConfigurationPage {\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"): (typeof documents)["\n  query ConfigurationPage {\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReadLibrary {\n    runJob(input: { type: \"sync_library\" }) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation ReadLibrary {\n    runJob(input: { type: \"sync_library\" }) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SetUpSteps {\n    setup {\n      hasCatalog\n      hasIndexer\n      hasDownloadClient\n      hasMediaServer\n    }\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"): (typeof documents)["\n  query SetUpSteps {\n    setup {\n      hasCatalog\n      hasIndexer\n      hasDownloadClient\n      hasMediaServer\n    }\n    configuration {\n      key\n      category\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SettingField_ConfigurationEntry on ConfigurationEntry {\n    key\n    label\n    description\n    value\n    isSet\n    encrypted\n    defaultValue\n    options\n    isList\n    forTypes\n    least\n    most\n    unit\n  }\n"): (typeof documents)["\n  fragment SettingField_ConfigurationEntry on ConfigurationEntry {\n    key\n    label\n    description\n    value\n    isSet\n    encrypted\n    defaultValue\n    options\n    isList\n    forTypes\n    least\n    most\n    unit\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetConfiguration($input: [ConfigurationInput!]!) {\n    setConfiguration(input: $input) {\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"): (typeof documents)["\n  mutation SetConfiguration($input: [ConfigurationInput!]!) {\n    setConfiguration(input: $input) {\n      ...SettingField_ConfigurationEntry\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SetupProgress_Setup on Setup {\n    hasCatalog\n    hasIndexer\n    hasDownloadClient\n    hasMediaServer\n  }\n"): (typeof documents)["\n  fragment SetupProgress_Setup on Setup {\n    hasCatalog\n    hasIndexer\n    hasDownloadClient\n    hasMediaServer\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SetupProgress {\n    setup {\n      ...SetupProgress_Setup\n    }\n  }\n"): (typeof documents)["\n  query SetupProgress {\n    setup {\n      ...SetupProgress_Setup\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestFolders($input: TestFoldersInput!) {\n    testFolders(input: $input) {\n      key\n      ok\n      message\n    }\n  }\n"): (typeof documents)["\n  mutation TestFolders($input: TestFoldersInput!) {\n    testFolders(input: $input) {\n      key\n      ok\n      message\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n      version\n    }\n  }\n"): (typeof documents)["\n  mutation TestIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment JobActions_Job on Job {\n    id\n    status\n    request {\n      id\n    }\n  }\n"): (typeof documents)["\n  fragment JobActions_Job on Job {\n    id\n    status\n    request {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryJob($input: RetryJobInput!) {\n    retryJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n"): (typeof documents)["\n  mutation RetryJob($input: RetryJobInput!) {\n    retryJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelJob($input: CancelJobInput!) {\n    cancelJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n"): (typeof documents)["\n  mutation CancelJob($input: CancelJobInput!) {\n    cancelJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query JobPage($id: ID!) {\n    job(id: $id) {\n      id\n      ...JobDetails_Job\n    }\n  }\n"): (typeof documents)["\n  query JobPage($id: ID!) {\n    job(id: $id) {\n      id\n      ...JobDetails_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment JobDetails_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    priority\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    stackTrace\n    payload\n    result\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n    ...JobActions_Job\n  }\n"): (typeof documents)["\n  fragment JobDetails_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    priority\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    stackTrace\n    payload\n    result\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n    ...JobActions_Job\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment JobRow_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment JobRow_Job on Job {\n    id\n    type\n    status\n    progress\n    attempts\n    maxAttempts\n    createdAt\n    startedAt\n    completedAt\n    errorMessage\n    request {\n      id\n      audiobook {\n        id\n        title\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query JobsPage($after: String, $filter: JobFilter) {\n    jobs(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...JobRow_Job\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query JobsPage($after: String, $filter: JobFilter) {\n    jobs(first: 50, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...JobRow_Job\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Schedules {\n    schedules {\n      type\n      ...Schedule_JobSchedule\n    }\n  }\n"): (typeof documents)["\n  query Schedules {\n    schedules {\n      type\n      ...Schedule_JobSchedule\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Schedule_JobSchedule on JobSchedule {\n    type\n    description\n    cron\n    nextRunAt\n    lastJob {\n      id\n      status\n      progress\n      createdAt\n      startedAt\n    }\n  }\n"): (typeof documents)["\n  fragment Schedule_JobSchedule on JobSchedule {\n    type\n    description\n    cron\n    nextRunAt\n    lastJob {\n      id\n      status\n      progress\n      createdAt\n      startedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunJob($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n"): (typeof documents)["\n  mutation RunJob($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription JobChanged {\n    jobChanged {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n"): (typeof documents)["\n  subscription JobChanged {\n    jobChanged {\n      id\n      ...JobRow_Job\n      ...JobDetails_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription RequestChanged($after: String) {\n    requestChanged(after: $after) {\n      cursor\n      request {\n        ...RequestRow_Request\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription RequestChanged($after: String) {\n    requestChanged(after: $after) {\n      cursor\n      request {\n        ...RequestRow_Request\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FoundBooks($text: String!) {\n    audiobooks(first: 6, search: $text) {\n      nodes {\n        id\n        title\n        author\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FoundBooks($text: String!) {\n    audiobooks(first: 6, search: $text) {\n      nodes {\n        id\n        title\n        author\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut\n  }\n"): (typeof documents)["\n  mutation SignOut {\n    signOut\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BrowserNotifications_User on User {\n    id\n    pushSubscriptions {\n      id\n      fingerprint\n      events\n      ...ToldBrowser_PushSubscription\n    }\n  }\n"): (typeof documents)["\n  fragment BrowserNotifications_User on User {\n    id\n    pushSubscriptions {\n      id\n      fingerprint\n      events\n      ...ToldBrowser_PushSubscription\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BrowserNotifications_WebPush on WebPush {\n    publicKey\n    events\n  }\n"): (typeof documents)["\n  fragment BrowserNotifications_WebPush on WebPush {\n    publicKey\n    events\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment NotificationChoices_NotificationChoice on NotificationChoice {\n    id\n    type\n    label\n    recipientLabel\n    recipientDescription\n    recipient\n    events\n    allEvents\n  }\n"): (typeof documents)["\n  fragment NotificationChoices_NotificationChoice on NotificationChoice {\n    id\n    type\n    label\n    recipientLabel\n    recipientDescription\n    recipient\n    events\n    allEvents\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetNotificationChoice($input: SetNotificationChoiceInput!) {\n    setNotificationChoice(input: $input) {\n      id\n      recipient\n      events\n    }\n  }\n"): (typeof documents)["\n  mutation SetNotificationChoice($input: SetNotificationChoiceInput!) {\n    setNotificationChoice(input: $input) {\n      id\n      recipient\n      events\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment NotificationRow_Notification on Notification {\n    id\n    title\n    body\n    path\n    channel\n    state\n    attempts\n    lastError\n    createdAt\n    sentAt\n    user {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment NotificationRow_Notification on Notification {\n    id\n    title\n    body\n    path\n    channel\n    state\n    attempts\n    lastError\n    createdAt\n    sentAt\n    user {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResendNotification($id: ID!) {\n    resendNotification(input: { id: $id }) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation ResendNotification($id: ID!) {\n    resendNotification(input: { id: $id }) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NotificationsPage($after: String) {\n    notifications(first: 25, after: $after) {\n      nodes {\n        id\n        ...NotificationRow_Notification\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query NotificationsPage($after: String) {\n    notifications(first: 25, after: $after) {\n      nodes {\n        id\n        ...NotificationRow_Notification\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestPushSubscription($input: TestPushSubscriptionInput!) {\n    testPushSubscription(input: $input) {\n      id\n      deliveredAt\n      failingSince\n    }\n  }\n"): (typeof documents)["\n  mutation TestPushSubscription($input: TestPushSubscriptionInput!) {\n    testPushSubscription(input: $input) {\n      id\n      deliveredAt\n      failingSince\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ToldBrowser_PushSubscription on PushSubscription {\n    id\n    userAgent\n    createdAt\n    deliveredAt\n    failingSince\n  }\n"): (typeof documents)["\n  fragment ToldBrowser_PushSubscription on PushSubscription {\n    id\n    userAgent\n    createdAt\n    deliveredAt\n    failingSince\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SavePushSubscription($input: SavePushSubscriptionInput!) {\n    savePushSubscription(input: $input) {\n      id\n      events\n    }\n  }\n"): (typeof documents)["\n  mutation SavePushSubscription($input: SavePushSubscriptionInput!) {\n    savePushSubscription(input: $input) {\n      id\n      events\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {\n    removePushSubscription(input: $input)\n  }\n"): (typeof documents)["\n  mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {\n    removePushSubscription(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApiKey_ApiKey on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    expiresAt\n    revokedAt\n    lastUsedAt\n    lastUsedAddress\n  }\n"): (typeof documents)["\n  fragment ApiKey_ApiKey on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    expiresAt\n    revokedAt\n    lastUsedAt\n    lastUsedAddress\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      id\n      revokedAt\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      id\n      revokedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApiKeys_ApiKey on ApiKey {\n    id\n    revokedAt\n    expiresAt\n    ...ApiKey_ApiKey\n  }\n"): (typeof documents)["\n  fragment ApiKeys_ApiKey on ApiKey {\n    id\n    revokedAt\n    expiresAt\n    ...ApiKey_ApiKey\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      key\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      key\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProfilePage {\n    viewer {\n      id\n      name\n      role\n      pictureUrl\n      username\n      plexId\n      plexUsername\n      plexEmail\n      sessions {\n        id\n        ...Sessions_Session\n      }\n      apiKeys {\n        id\n        ...ApiKeys_ApiKey\n      }\n      ...BrowserNotifications_User\n    }\n    notificationChoices {\n      id\n      ...NotificationChoices_NotificationChoice\n    }\n    webPush {\n      ...BrowserNotifications_WebPush\n    }\n  }\n"): (typeof documents)["\n  query ProfilePage {\n    viewer {\n      id\n      name\n      role\n      pictureUrl\n      username\n      plexId\n      plexUsername\n      plexEmail\n      sessions {\n        id\n        ...Sessions_Session\n      }\n      apiKeys {\n        id\n        ...ApiKeys_ApiKey\n      }\n      ...BrowserNotifications_User\n    }\n    notificationChoices {\n      id\n      ...NotificationChoices_NotificationChoice\n    }\n    webPush {\n      ...BrowserNotifications_WebPush\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Sessions_Session on Session {\n    id\n    userAgent\n    address\n    lastSeenAt\n    isCurrent\n  }\n"): (typeof documents)["\n  fragment Sessions_Session on Session {\n    id\n    userAgent\n    address\n    lastSeenAt\n    isCurrent\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input)\n  }\n"): (typeof documents)["\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n"): (typeof documents)["\n  mutation RevokeOtherSessions {\n    revokeOtherSessions\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Administration_Request on Request {\n    id\n    version\n    status\n    priority\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      title\n      filePath\n    }\n  }\n"): (typeof documents)["\n  fragment Administration_Request on Request {\n    id\n    version\n    status\n    priority\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      title\n      filePath\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateRequest($input: UpdateRequestInput!) {\n    updateRequest(input: $input) {\n      id\n      version\n      priority\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateRequest($input: UpdateRequestInput!) {\n    updateRequest(input: $input) {\n      id\n      version\n      priority\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteRequest($input: DeleteRequestInput!) {\n    deleteRequest(input: $input)\n  }\n"): (typeof documents)["\n  mutation DeleteRequest($input: DeleteRequestInput!) {\n    deleteRequest(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApprovalCard_Request on Request {\n    id\n    version\n    status\n    createdAt\n    user {\n      id\n      name\n      pictureUrl\n    }\n    audiobook {\n      id\n      title\n      author\n      narrator\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    ...Decide_Request\n  }\n"): (typeof documents)["\n  fragment ApprovalCard_Request on Request {\n    id\n    version\n    status\n    createdAt\n    user {\n      id\n      name\n      pictureUrl\n    }\n    audiobook {\n      id\n      title\n      author\n      narrator\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    ...Decide_Request\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApprovalsPage($after: String) {\n    requests(first: 25, after: $after, filter: { status: [AWAITING_APPROVAL] }, orderBy: OLDEST) {\n      nodes {\n        id\n        status\n        ...ApprovalCard_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query ApprovalsPage($after: String) {\n    requests(first: 25, after: $after, filter: { status: [AWAITING_APPROVAL] }, orderBy: OLDEST) {\n      nodes {\n        id\n        status\n        ...ApprovalCard_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Candidate_DownloadHistory on DownloadHistory {\n    id\n    torrentName\n    indexerName\n    torrentSizeBytes\n    seeders\n    qualityScore\n    verdict\n    refusal\n    selected\n    selectedByHand\n    progress\n    downloadStatus\n    downloadError\n    scoreReasons {\n      points\n      text\n    }\n  }\n"): (typeof documents)["\n  fragment Candidate_DownloadHistory on DownloadHistory {\n    id\n    torrentName\n    indexerName\n    torrentSizeBytes\n    seeders\n    qualityScore\n    verdict\n    refusal\n    selected\n    selectedByHand\n    progress\n    downloadStatus\n    downloadError\n    scoreReasons {\n      points\n      text\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Candidates_Request on Request {\n    id\n    version\n    status\n    releases {\n      id\n      verdict\n      selected\n      ...Candidate_DownloadHistory\n    }\n  }\n"): (typeof documents)["\n  fragment Candidates_Request on Request {\n    id\n    version\n    status\n    releases {\n      id\n      verdict\n      selected\n      ...Candidate_DownloadHistory\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Decide_Request on Request {\n    id\n    audiobook {\n      id\n      title\n    }\n  }\n"): (typeof documents)["\n  fragment Decide_Request on Request {\n    id\n    audiobook {\n      id\n      title\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Decision_Request on Request {\n    id\n    version\n    status\n    createdAt\n    decidedAt\n    decisionReason\n    decidedBy {\n      id\n      name\n    }\n    user {\n      id\n      name\n    }\n    ...Decide_Request\n  }\n"): (typeof documents)["\n  fragment Decision_Request on Request {\n    id\n    version\n    status\n    createdAt\n    decidedAt\n    decisionReason\n    decidedBy {\n      id\n      name\n    }\n    user {\n      id\n      name\n    }\n    ...Decide_Request\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeliveryFacts_Request on Request {\n    id\n    version\n    downloadAttempts\n    downloads {\n      id\n      torrentName\n      indexerName\n      torrentSizeBytes\n      downloadClient\n      downloadError\n      startedAt\n      completedAt\n    }\n    audiobook {\n      id\n      filePath\n      fileFormat\n      fileSizeBytes\n      availableAt\n    }\n  }\n"): (typeof documents)["\n  fragment DeliveryFacts_Request on Request {\n    id\n    version\n    downloadAttempts\n    downloads {\n      id\n      torrentName\n      indexerName\n      torrentSizeBytes\n      downloadClient\n      downloadError\n      startedAt\n      completedAt\n    }\n    audiobook {\n      id\n      filePath\n      fileFormat\n      fileSizeBytes\n      availableAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DownloadNumbers_DownloadHistory on DownloadHistory {\n    id\n    downloadStatus\n    torrentSizeBytes\n    downloadBytesPerSecond\n    secondsLeft\n  }\n"): (typeof documents)["\n  fragment DownloadNumbers_DownloadHistory on DownloadHistory {\n    id\n    downloadStatus\n    torrentSizeBytes\n    downloadBytesPerSecond\n    secondsLeft\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query GroupedRequests($open: RequestFilter!, $done: RequestFilter!, $over: RequestFilter!) {\n    open: requests(first: 70, filter: $open) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    done: requests(first: 10, filter: $done) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    over: requests(first: 10, filter: $over) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query GroupedRequests($open: RequestFilter!, $done: RequestFilter!, $over: RequestFilter!) {\n    open: requests(first: 70, filter: $open) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    done: requests(first: 10, filter: $done) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    over: requests(first: 10, filter: $over) {\n      nodes {\n        ...GroupedRequest_Request\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment GroupedRequest_Request on Request {\n    id\n    version\n    status\n    updatedAt\n    blocker {\n      kind\n    }\n    user {\n      id\n    }\n    ...RequestRow_Request\n  }\n"): (typeof documents)["\n  fragment GroupedRequest_Request on Request {\n    id\n    version\n    status\n    updatedAt\n    blocker {\n      kind\n    }\n    user {\n      id\n    }\n    ...RequestRow_Request\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PersonFilter {\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  query PersonFilter {\n    users(first: 100) {\n      nodes {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Remedies_Request on Request {\n    id\n    version\n    blocker {\n      kind\n    }\n    audiobook {\n      id\n      title\n    }\n  }\n"): (typeof documents)["\n  fragment Remedies_Request on Request {\n    id\n    version\n    blocker {\n      kind\n    }\n    audiobook {\n      id\n      title\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RequestActions_Request on Request {\n    id\n    version\n    status\n    user {\n      id\n    }\n    audiobook {\n      id\n      title\n    }\n    ...Remedies_Request\n  }\n"): (typeof documents)["\n  fragment RequestActions_Request on Request {\n    id\n    version\n    status\n    user {\n      id\n    }\n    audiobook {\n      id\n      title\n    }\n    ...Remedies_Request\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestJobs($id: ID!) {\n    request(id: $id) {\n      id\n      jobs {\n        id\n        type\n        status\n        attempts\n        updatedAt\n        errorMessage\n        stackTrace\n      }\n    }\n  }\n"): (typeof documents)["\n  query RequestJobs($id: ID!) {\n    request(id: $id) {\n      id\n      jobs {\n        id\n        type\n        status\n        attempts\n        updatedAt\n        errorMessage\n        stackTrace\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestList($after: String, $filter: RequestFilter) {\n    requests(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...RequestRow_Request\n        user {\n          id\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query RequestList($after: String, $filter: RequestFilter) {\n    requests(first: 25, after: $after, filter: $filter) {\n      nodes {\n        id\n        ...RequestRow_Request\n        user {\n          id\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestPage($id: ID!) {\n    request(id: $id) {\n      ...RequestDetails_Request\n    }\n  }\n"): (typeof documents)["\n  query RequestPage($id: ID!) {\n    request(id: $id) {\n      ...RequestDetails_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription RequestPageChanged($id: ID!, $after: String) {\n    requestChanged(id: $id, after: $after) {\n      cursor\n      request {\n        ...RequestDetails_Request\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription RequestPageChanged($id: ID!, $after: String) {\n    requestChanged(id: $id, after: $after) {\n      cursor\n      request {\n        ...RequestDetails_Request\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RequestDetails_Request on Request {\n    id\n    version\n    ...RequestState_Request\n    ...RequestActions_Request\n    ...WhyItWaits_Request\n    ...Timeline_Request\n    ...Candidates_Request\n    ...Decision_Request\n    ...DeliveryFacts_Request\n    ...Administration_Request\n    audiobook {\n      id\n      title\n      author\n      narrator\n      description\n      durationMinutes\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n"): (typeof documents)["\n  fragment RequestDetails_Request on Request {\n    id\n    version\n    ...RequestState_Request\n    ...RequestActions_Request\n    ...WhyItWaits_Request\n    ...Timeline_Request\n    ...Candidates_Request\n    ...Decision_Request\n    ...DeliveryFacts_Request\n    ...Administration_Request\n    audiobook {\n      id\n      title\n      author\n      narrator\n      description\n      durationMinutes\n      coverUrl\n      seriesTitle\n      seriesPosition\n      language\n      isAbridged\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RequestRow_Request on Request {\n    id\n    createdAt\n    archivedAt\n    updatedAt\n    ...RequestState_Request\n    ...RequestActions_Request\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      audibleId\n      title\n      author\n      coverUrl\n      availabilityStatus\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n"): (typeof documents)["\n  fragment RequestRow_Request on Request {\n    id\n    createdAt\n    archivedAt\n    updatedAt\n    ...RequestState_Request\n    ...RequestActions_Request\n    user {\n      id\n      name\n    }\n    audiobook {\n      id\n      audibleId\n      title\n      author\n      coverUrl\n      availabilityStatus\n    }\n    downloads {\n      id\n      ...DownloadNumbers_DownloadHistory\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RequestState_Request on Request {\n    id\n    version\n    status\n    step\n    progress\n    errorMessage\n    decisionReason\n    downloadAttempts\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n  }\n"): (typeof documents)["\n  fragment RequestState_Request on Request {\n    id\n    version\n    status\n    step\n    progress\n    errorMessage\n    decisionReason\n    downloadAttempts\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Timeline_Request on Request {\n    id\n    version\n    events {\n      id\n      type\n      message\n      createdAt\n    }\n  }\n"): (typeof documents)["\n  fragment Timeline_Request on Request {\n    id\n    version\n    events {\n      id\n      type\n      message\n      createdAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveRequest($input: ApproveRequestInput!) {\n    approveRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveRequest($input: ApproveRequestInput!) {\n    approveRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DenyRequest($input: DenyRequestInput!) {\n    denyRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation DenyRequest($input: DenyRequestInput!) {\n    denyRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SearchReleases($input: SearchReleasesInput!) {\n    searchReleases(input: $input) {\n      indexers {\n        name\n        found\n        failure\n        restsUntil\n      }\n      releases {\n        id\n        ...Candidate_DownloadHistory\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SearchReleases($input: SearchReleasesInput!) {\n    searchReleases(input: $input) {\n      indexers {\n        name\n        found\n        failure\n        restsUntil\n      }\n      releases {\n        id\n        ...Candidate_DownloadHistory\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SelectRelease($input: SelectReleaseInput!) {\n    selectRelease(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation SelectRelease($input: SelectReleaseInput!) {\n    selectRelease(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BlockRelease($input: BlockReleaseInput!) {\n    blockRelease(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation BlockRelease($input: BlockReleaseInput!) {\n    blockRelease(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnblockRelease($input: UnblockReleaseInput!) {\n    unblockRelease(input: $input) {\n      ...RequestState_Request\n      ...Candidates_Request\n    }\n  }\n"): (typeof documents)["\n  mutation UnblockRelease($input: UnblockReleaseInput!) {\n    unblockRelease(input: $input) {\n      ...RequestState_Request\n      ...Candidates_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateRequest($input: CreateRequestInput!) {\n    createRequest(input: $input) {\n      id\n      createdAt\n      ...RequestState_Request\n      audiobook {\n        id\n        audibleId\n        title\n        author\n        narrator\n        coverUrl\n        availabilityStatus\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateRequest($input: CreateRequestInput!) {\n    createRequest(input: $input) {\n      id\n      createdAt\n      ...RequestState_Request\n      audiobook {\n        id\n        audibleId\n        title\n        author\n        narrator\n        coverUrl\n        availabilityStatus\n        viewerRequest {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRequest($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation CancelRequest($input: CancelRequestInput!) {\n    cancelRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryRequest($input: RetryRequestInput!) {\n    retryRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"): (typeof documents)["\n  mutation RetryRequest($input: RetryRequestInput!) {\n    retryRequest(input: $input) {\n      ...RequestState_Request\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WaitingCount {\n    requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      nodes {\n        id\n        status\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query WaitingCount {\n    requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      nodes {\n        id\n        status\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WhyItWaits_Request on Request {\n    id\n    version\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n    ...Remedies_Request\n  }\n"): (typeof documents)["\n  fragment WhyItWaits_Request on Request {\n    id\n    version\n    blocker {\n      kind\n      message\n      nextTryAt\n    }\n    ...Remedies_Request\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EncryptionPage {\n    encryptionKeys {\n      name\n      isActive\n      values\n      auditRecords\n    }\n    jobs(first: 50, filter: { type: [\"rotate_keys\"] }) {\n      nodes {\n        id\n        status\n        result\n        ...Rotation_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query EncryptionPage {\n    encryptionKeys {\n      name\n      isActive\n      values\n      auditRecords\n    }\n    jobs(first: 50, filter: { type: [\"rotate_keys\"] }) {\n      nodes {\n        id\n        status\n        result\n        ...Rotation_Job\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateKeys {\n    rotateEncryptionKey {\n      id\n      type\n      createdAt\n      ...Rotation_Job\n    }\n  }\n"): (typeof documents)["\n  mutation RotateKeys {\n    rotateEncryptionKey {\n      id\n      type\n      createdAt\n      ...Rotation_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Rotation_Job on Job {\n    id\n    status\n    progress\n    result\n    errorMessage\n    createdAt\n    completedAt\n  }\n"): (typeof documents)["\n  fragment Rotation_Job on Job {\n    id\n    status\n    progress\n    result\n    errorMessage\n    createdAt\n    completedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ActiveDownloads {\n    requests(first: 6, filter: { status: [DOWNLOADING] }) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n        audiobook {\n          id\n          title\n          author\n          coverUrl\n        }\n        downloads {\n          id\n          ...DownloadNumbers_DownloadHistory\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query ActiveDownloads {\n    requests(first: 6, filter: { status: [DOWNLOADING] }) {\n      nodes {\n        id\n        createdAt\n        ...RequestState_Request\n        user {\n          id\n          name\n        }\n        audiobook {\n          id\n          title\n          author\n          coverUrl\n        }\n        downloads {\n          id\n          ...DownloadNumbers_DownloadHistory\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AnalyticsDay_RequestDay on RequestDay {\n    day\n    requested\n    completed\n    failed\n    downloads\n    medianSecondsToShelf\n    p90SecondsToShelf\n  }\n"): (typeof documents)["\n  fragment AnalyticsDay_RequestDay on RequestDay {\n    day\n    requested\n    completed\n    failed\n    downloads\n    medianSecondsToShelf\n    p90SecondsToShelf\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AnalyticsPage($from: DateTime!, $to: DateTime!) {\n    analytics(from: $from, to: $to) {\n      shelved\n      medianSecondsToShelf\n      p90SecondsToShelf\n      days {\n        day\n        requested\n        ...AnalyticsDay_RequestDay\n      }\n      sources {\n        ...DownloadSource_DownloadSource\n      }\n    }\n  }\n"): (typeof documents)["\n  query AnalyticsPage($from: DateTime!, $to: DateTime!) {\n    analytics(from: $from, to: $to) {\n      shelved\n      medianSecondsToShelf\n      p90SecondsToShelf\n      days {\n        day\n        requested\n        ...AnalyticsDay_RequestDay\n      }\n      sources {\n        ...DownloadSource_DownloadSource\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Dashboard {\n    system {\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      ...NeedsYou_System\n      ...Queue_System\n    }\n  }\n"): (typeof documents)["\n  query Dashboard {\n    system {\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      ...NeedsYou_System\n      ...Queue_System\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DownloadSource_DownloadSource on DownloadSource {\n    kind\n    name\n    begun\n    completed\n    failed\n    bytes\n  }\n"): (typeof documents)["\n  fragment DownloadSource_DownloadSource on DownloadSource {\n    kind\n    name\n    begun\n    completed\n    failed\n    bytes\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment IntegrationRow_IntegrationState on IntegrationState {\n    id\n    kind\n    label\n    isUp\n    message\n    checkedAt\n    changedAt\n  }\n"): (typeof documents)["\n  fragment IntegrationRow_IntegrationState on IntegrationState {\n    id\n    kind\n    label\n    isUp\n    message\n    checkedAt\n    changedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestSavedIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n    }\n  }\n"): (typeof documents)["\n  mutation TestSavedIntegration($input: TestIntegrationInput!) {\n    testIntegration(input: $input) {\n      ok\n      message\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment NeedsYou_System on System {\n    deadJobs\n    integrations {\n      id\n      label\n      isUp\n      message\n    }\n    storage {\n      name\n      freeBytes\n      totalBytes\n    }\n  }\n"): (typeof documents)["\n  fragment NeedsYou_System on System {\n    deadJobs\n    integrations {\n      id\n      label\n      isUp\n      message\n    }\n    storage {\n      name\n      freeBytes\n      totalBytes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestsInNeed {\n    awaiting: requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      ...InNeed_RequestConnection\n    }\n    failed: requests(first: 100, filter: { status: [FAILED] }) {\n      ...InNeed_RequestConnection\n    }\n    blocked: requests(\n      first: 100\n      filter: { blocker: [NO_INDEXER_CONFIGURED, NO_DOWNLOAD_CLIENT, PATH_NOT_VISIBLE, DISK_FULL] }\n    ) {\n      ...InNeed_RequestConnection\n    }\n  }\n"): (typeof documents)["\n  query RequestsInNeed {\n    awaiting: requests(first: 100, filter: { status: [AWAITING_APPROVAL] }) {\n      ...InNeed_RequestConnection\n    }\n    failed: requests(first: 100, filter: { status: [FAILED] }) {\n      ...InNeed_RequestConnection\n    }\n    blocked: requests(\n      first: 100\n      filter: { blocker: [NO_INDEXER_CONFIGURED, NO_DOWNLOAD_CLIENT, PATH_NOT_VISIBLE, DISK_FULL] }\n    ) {\n      ...InNeed_RequestConnection\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InNeed_RequestConnection on RequestConnection {\n    nodes {\n      id\n      status\n      createdAt\n      blocker {\n        kind\n        message\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n"): (typeof documents)["\n  fragment InNeed_RequestConnection on RequestConnection {\n    nodes {\n      id\n      status\n      createdAt\n      blocker {\n        kind\n        message\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Queue_System on System {\n    queues {\n      name\n      ready\n      delayed\n      active\n    }\n  }\n"): (typeof documents)["\n  fragment Queue_System on System {\n    queues {\n      name\n      ready\n      delayed\n      active\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Replicas_System on System {\n    replicas {\n      name\n      isUsed\n      lagSeconds\n      problem\n    }\n  }\n"): (typeof documents)["\n  fragment Replicas_System on System {\n    replicas {\n      name\n      isUsed\n      lagSeconds\n      problem\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestCharts($timeZone: String!) {\n    requestStatistics(days: 30, timeZone: $timeZone) {\n      day\n      requested\n      completed\n      failed\n      downloadedBytes\n    }\n  }\n"): (typeof documents)["\n  query RequestCharts($timeZone: String!) {\n    requestStatistics(days: 30, timeZone: $timeZone) {\n      day\n      requested\n      completed\n      failed\n      downloadedBytes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RetentionDue_RetentionRule on RetentionRule {\n    name\n    days\n    action\n    due\n  }\n"): (typeof documents)["\n  fragment RetentionDue_RetentionRule on RetentionRule {\n    name\n    days\n    action\n    due\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RetentionPage {\n    retention {\n      name\n      ...RetentionDue_RetentionRule\n    }\n    configuration(category: RETENTION) {\n      key\n      ...SettingField_ConfigurationEntry\n    }\n    jobs(first: 5, filter: { type: [\"apply_retention\"] }) {\n      nodes {\n        id\n        createdAt\n        status\n        ...RetentionRun_Job\n      }\n    }\n  }\n"): (typeof documents)["\n  query RetentionPage {\n    retention {\n      name\n      ...RetentionDue_RetentionRule\n    }\n    configuration(category: RETENTION) {\n      key\n      ...SettingField_ConfigurationEntry\n    }\n    jobs(first: 5, filter: { type: [\"apply_retention\"] }) {\n      nodes {\n        id\n        createdAt\n        status\n        ...RetentionRun_Job\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunRetention($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...RetentionRun_Job\n    }\n  }\n"): (typeof documents)["\n  mutation RunRetention($input: RunJobInput!) {\n    runJob(input: $input) {\n      id\n      ...JobRow_Job\n      ...RetentionRun_Job\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RetentionRun_Job on Job {\n    id\n    status\n    progress\n    createdAt\n    startedAt\n    completedAt\n    result\n    errorMessage\n  }\n"): (typeof documents)["\n  fragment RetentionRun_Job on Job {\n    id\n    status\n    progress\n    createdAt\n    startedAt\n    completedAt\n    result\n    errorMessage\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SlowStatements_System on System {\n    slowStatements {\n      text\n      calls\n      totalMs\n      meanMs\n      maxMs\n    }\n  }\n"): (typeof documents)["\n  fragment SlowStatements_System on System {\n    slowStatements {\n      text\n      calls\n      totalMs\n      meanMs\n      maxMs\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Storage_System on System {\n    storage {\n      name\n      path\n      freeBytes\n      totalBytes\n    }\n  }\n"): (typeof documents)["\n  fragment Storage_System on System {\n    storage {\n      name\n      path\n      freeBytes\n      totalBytes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportBundle {\n    supportBundle\n  }\n"): (typeof documents)["\n  query SupportBundle {\n    supportBundle\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SystemPage {\n    system {\n      version\n      databaseVersion\n      databaseBytes\n      migrations\n      ...Replicas_System\n      ...SlowStatements_System\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      ...Storage_System\n    }\n  }\n"): (typeof documents)["\n  query SystemPage {\n    system {\n      version\n      databaseVersion\n      databaseBytes\n      migrations\n      ...Replicas_System\n      ...SlowStatements_System\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      ...Storage_System\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SystemChanged {\n    systemChanged {\n      deadJobs\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      storage {\n        name\n        path\n        freeBytes\n        totalBytes\n      }\n      ...Replicas_System\n    }\n  }\n"): (typeof documents)["\n  subscription SystemChanged {\n    systemChanged {\n      deadJobs\n      queues {\n        name\n        ready\n        delayed\n        active\n      }\n      integrations {\n        id\n        ...IntegrationRow_IntegrationState\n      }\n      storage {\n        name\n        path\n        freeBytes\n        totalBytes\n      }\n      ...Replicas_System\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IsRestored {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n    }\n  }\n"): (typeof documents)["\n  query IsRestored {\n    setup {\n      hasAdmin\n      hasPlexSignIn\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PlexProfiles {\n    plexProfiles {\n      id\n      name\n      pictureUrl\n      needsPin\n    }\n  }\n"): (typeof documents)["\n  query PlexProfiles {\n    plexProfiles {\n      id\n      name\n      pictureUrl\n      needsPin\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChoosePlexProfile($input: ChoosePlexProfileInput!) {\n    choosePlexProfile(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation ChoosePlexProfile($input: ChoosePlexProfileInput!) {\n    choosePlexProfile(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportPlexUsers {\n    importPlexUsers {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation ImportPlexUsers {\n    importPlexUsers {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyToKeep_KeysToKeep on KeysToKeep {\n    keys\n    file\n  }\n"): (typeof documents)["\n  fragment KeyToKeep_KeysToKeep on KeysToKeep {\n    keys\n    file\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PeopleSettings {\n    automation: configuration(category: AUTOMATION) {\n      key\n      value\n    }\n    mediaServer: configuration(category: MEDIA_SERVER) {\n      key\n      value\n    }\n  }\n"): (typeof documents)["\n  query PeopleSettings {\n    automation: configuration(category: AUTOMATION) {\n      key\n      value\n    }\n    mediaServer: configuration(category: MEDIA_SERVER) {\n      key\n      value\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PeoplePage($after: String, $filter: UserFilter) {\n    users(first: 25, after: $after, filter: $filter) {\n      totalCount\n      isTotalCountExact\n      nodes {\n        id\n        ...PersonRow_User\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query PeoplePage($after: String, $filter: UserFilter) {\n    users(first: 25, after: $after, filter: $filter) {\n      totalCount\n      isTotalCountExact\n      nodes {\n        id\n        ...PersonRow_User\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PersonAccess_User on User {\n    id\n    name\n    role\n    deactivatedAt\n  }\n"): (typeof documents)["\n  fragment PersonAccess_User on User {\n    id\n    name\n    role\n    deactivatedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeactivateUser($input: DeactivateUserInput!) {\n    deactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n"): (typeof documents)["\n  mutation DeactivateUser($input: DeactivateUserInput!) {\n    deactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReactivateUser($input: ReactivateUserInput!) {\n    reactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n"): (typeof documents)["\n  mutation ReactivateUser($input: ReactivateUserInput!) {\n    reactivateUser(input: $input) {\n      id\n      deactivatedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PersonLimits_User on User {\n    id\n    name\n    role\n    autoApprove\n    maySelectReleases\n    requestQuota\n    requestQuotaDays\n    quota {\n      days\n    }\n  }\n"): (typeof documents)["\n  fragment PersonLimits_User on User {\n    id\n    name\n    role\n    autoApprove\n    maySelectReleases\n    requestQuota\n    requestQuotaDays\n    quota {\n      days\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      id\n      role\n      autoApprove\n      maySelectReleases\n      requestQuota\n      requestQuotaDays\n      needsApproval\n      canSelectReleases\n      quota {\n        most\n        days\n        used\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateUser($input: UpdateUserInput!) {\n    updateUser(input: $input) {\n      id\n      role\n      autoApprove\n      maySelectReleases\n      requestQuota\n      requestQuotaDays\n      needsApproval\n      canSelectReleases\n      quota {\n        most\n        days\n        used\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PersonRow_User on User {\n    id\n    name\n    username\n    plexId\n    plexEmail\n    pictureUrl\n    role\n    lastSeenAt\n    deactivatedAt\n    requestCount\n    needsApproval\n    canSelectReleases\n    quota {\n      most\n      days\n      used\n    }\n    ...PersonLimits_User\n    ...PersonAccess_User\n  }\n"): (typeof documents)["\n  fragment PersonRow_User on User {\n    id\n    name\n    username\n    plexId\n    plexEmail\n    pictureUrl\n    role\n    lastSeenAt\n    deactivatedAt\n    requestCount\n    needsApproval\n    canSelectReleases\n    quota {\n      most\n      days\n      used\n    }\n    ...PersonLimits_User\n    ...PersonAccess_User\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BeginPlexSignIn {\n    beginPlexSignIn {\n      url\n    }\n  }\n"): (typeof documents)["\n  mutation BeginPlexSignIn {\n    beginPlexSignIn {\n      url\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompletePlexSignIn($input: CompletePlexSignInInput!) {\n    completePlexSignIn(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation CompletePlexSignIn($input: CompletePlexSignInInput!) {\n    completePlexSignIn(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreAtSetUp($input: RestoreAtSetUpInput!) {\n    restoreAtSetUp(input: $input)\n  }\n"): (typeof documents)["\n  mutation RestoreAtSetUp($input: RestoreAtSetUpInput!) {\n    restoreAtSetUp(input: $input)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetUp($input: SetUpInput!) {\n    setUp(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SetUp($input: SetUpInput!) {\n    setUp(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ShowEncryptionKeys($input: ShowEncryptionKeysInput!) {\n    showEncryptionKeys(input: $input) {\n      ...KeyToKeep_KeysToKeep\n    }\n  }\n"): (typeof documents)["\n  mutation ShowEncryptionKeys($input: ShowEncryptionKeysInput!) {\n    showEncryptionKeys(input: $input) {\n      ...KeyToKeep_KeysToKeep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BeginPlexSetUp($input: BeginPlexSetUpInput!) {\n    beginPlexSetUp(input: $input) {\n      url\n    }\n  }\n"): (typeof documents)["\n  mutation BeginPlexSetUp($input: BeginPlexSetUpInput!) {\n    beginPlexSetUp(input: $input) {\n      url\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      id\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;