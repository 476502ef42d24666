// Generated from schema/rest/openapi.json by `npm run codegen`; do not edit.

export interface paths {
    "/api/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["listApiKeys"];
        put?: never;
        /** Create an API key */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rotate an API key */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List outside systems */
        get: operations["listIntegrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect an outside system */
        delete: operations["disconnectIntegration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{type}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connect an outside system */
        post: operations["connectIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{type}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how an outside system is */
        get: operations["getIntegrationStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{type}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the hub up to date with an outside system */
        post: operations["syncIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/europass/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue a credential as a European one at Europass */
        post: operations["generateEuropassCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/linkedin/add-certification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add one’s own credential to one’s LinkedIn profile */
        post: operations["addCertificationToLinkedIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/siplatih/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a training program at the ministry */
        post: operations["registerWithSiplatih"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/siplatih/report-completion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report to the ministry how a program ended */
        post: operations["reportCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a payment */
        post: operations["createPaymentOfOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the wallet how a payment stands */
        post: operations["verifyPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/placement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what became of applications */
        get: operations["getPlacementAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List applications */
        get: operations["listApplications"];
        put?: never;
        /** Apply for a job or internship */
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit up to 1,000 applications */
        post: operations["createApplications"];
        delete?: never;
        options?: never;
        head?: never;
        /** Store how far up to 1,000 applications are */
        patch: operations["updateApplicationStages"];
        trace?: never;
    };
    "/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an application */
        get: operations["getApplication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Store how far an application is */
        patch: operations["updateApplicationStage"];
        trace?: never;
    };
    "/v1/applications/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an application back */
        post: operations["withdrawApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessment-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List results of assessments */
        get: operations["listAssessmentResults"];
        put?: never;
        /** Record a result of an assessment */
        post: operations["recordAssessmentResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessment-results/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record up to 1,000 results of assessments */
        post: operations["recordAssessmentResults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessment-results/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a result of an assessment */
        get: operations["getAssessmentResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List assessments */
        get: operations["listAssessments"];
        put?: never;
        /** Create an assessment */
        post: operations["createAssessment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessments/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create up to 1,000 assessments */
        post: operations["createAssessments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assessments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an assessment */
        get: operations["getAssessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change an assessment */
        patch: operations["updateAssessment"];
        trace?: never;
    };
    "/v1/attendance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List attendance */
        get: operations["listAttendance"];
        put?: never;
        /** Record or correct attendance */
        post: operations["recordAttendance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record or correct up to 1,000 rows of attendance */
        post: operations["recordAttendances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a record of attendance */
        get: operations["getAttendance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/class-memberships/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add up to 1,000 students to classes */
        post: operations["addStudentsToClasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List classes */
        get: operations["listClasses"];
        put?: never;
        /** Create a class */
        post: operations["createClass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classes/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create up to 1,000 classes */
        post: operations["createClasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a class */
        get: operations["getClass"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a class */
        patch: operations["updateClass"];
        trace?: never;
    };
    "/v1/classes/{id}/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the students of a class */
        get: operations["listStudentsOfClass"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classes/{id}/students/{student_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a student to a class */
        put: operations["addStudentToClass"];
        post?: never;
        /** Take a student out of a class */
        delete: operations["removeStudentFromClass"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List courses */
        get: operations["listCourses"];
        put?: never;
        /** Create a course */
        post: operations["createCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/courses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a course */
        get: operations["getCourse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a course */
        patch: operations["updateCourse"];
        trace?: never;
    };
    "/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List credentials */
        get: operations["listCredentials"];
        put?: never;
        /** Issue a credential for a completed enrollment */
        post: operations["issueCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a credential */
        post: operations["verifyCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a credential */
        get: operations["getCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reinstate a suspended credential */
        post: operations["reinstateCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a credential for good */
        post: operations["revokeCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/siplatih-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a credential to the ministry, to be verified */
        post: operations["submitCredentialToSiplatih"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend a credential */
        post: operations["suspendCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List enrollments */
        get: operations["listEnrollments"];
        put?: never;
        /** Enrol a student in a course */
        post: operations["createEnrollment"];
        delete?: never;
        options?: never;
        head?: never;
        /** Store a student’s progress in a course */
        patch: operations["updateProgress"];
        trace?: never;
    };
    "/v1/enrollments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an enrollment */
        get: operations["getEnrollment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Store the progress of an enrollment */
        patch: operations["updateEnrollment"];
        trace?: never;
    };
    "/v1/enrollments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an enrollment */
        post: operations["cancelEnrollment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete an enrollment */
        post: operations["completeEnrollment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List grades */
        get: operations["listGrades"];
        put?: never;
        /** Record or replace a grade */
        post: operations["recordGrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grades/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record or replace up to 1,000 grades */
        post: operations["recordGrades"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grades/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a grade */
        get: operations["getGrade"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs and internships */
        get: operations["listOpportunities"];
        put?: never;
        /** Offer a job or internship */
        post: operations["createOpportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opportunities/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer up to 1,000 jobs and internships */
        post: operations["createOpportunities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opportunities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a job or internship */
        get: operations["getOpportunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a job or internship */
        patch: operations["updateOpportunity"];
        trace?: never;
    };
    "/v1/opportunities/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a job or internship */
        post: operations["closeOpportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opportunities/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a job or internship again */
        post: operations["reopenOpportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List payments */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a payment */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a pending payment */
        post: operations["cancelPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give back all or a part of a payment */
        post: operations["refundPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permit-statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count permits */
        get: operations["getPermitStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permit-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List kinds of permit */
        get: operations["listPermitTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List permits */
        get: operations["listPermits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permits/{registration_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a permit */
        get: operations["getPermit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List students */
        get: operations["listStudents"];
        put?: never;
        /** Create a student */
        post: operations["createStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create up to 1,000 students */
        post: operations["createStudents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a student */
        get: operations["getStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a student */
        patch: operations["updateStudent"];
        trace?: never;
    };
    "/v1/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List subjects */
        get: operations["listSubjects"];
        put?: never;
        /** Create a subject */
        post: operations["createSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create up to 1,000 subjects */
        post: operations["createSubjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a subject */
        get: operations["getSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a subject */
        patch: operations["updateSubject"];
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /** Create a webhook */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook */
        get: operations["getWebhook"];
        /** Change a webhook */
        put: operations["updateWebhook"];
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent to a webhook */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a webhook */
        post: operations["pauseWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a webhook what did not reach it */
        post: operations["recoverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/redeliver/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery once more */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a webhook */
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a new secret */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event to a webhook */
        post: operations["sendTestEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A student who comes into a class. */
        AddStudentToClassInput: {
            /** @description Id of the class. */
            class_id: string;
            /** @description Id of the student, who is of the organisation of the class. */
            student_id: string;
        };
        /** @description A key with which a system calls the hub. The key itself is shown once, when it is made. */
        ApiKey: {
            /** @description Id of the key. */
            id: string;
            /** @description What the key is for. */
            name: string;
            /** @description The beginning of the key, by which its holder recognises it. */
            key_prefix: string;
            /** @description What the key allows. */
            scopes: string[];
            /** @description Where it works: among what is real, or among what is there to be tried. */
            environment: components["schemas"]["Environment"];
            /** @description Addresses and networks that it may be used from; from anywhere when there are none. */
            allowed_addresses: string[];
            /**
             * Format: int32
             * @description Reads that it may ask for within an hour; when null what the tier of its organisation gives.
             */
            reads_per_hour: number | null;
            /**
             * Format: int32
             * @description Writes that it may ask for within an hour; when null what the tier of its organisation gives.
             */
            writes_per_hour: number | null;
            /**
             * Format: date-time
             * @description Until when the key still works as it was before it was rotated; may be past.
             */
            previous_until: string | null;
            /**
             * Format: date-time
             * @description When it was last rotated.
             */
            rotated_at: string | null;
            /**
             * Format: date-time
             * @description When it stops working by itself.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at: string | null;
            /**
             * Format: date-time
             * @description When it was last used, to the minute.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
        };
        /** @description A student’s application for an opportunity. There is one for each student and opportunity; the student, their organisation and the one that offers the opportunity see it. */
        Application: {
            /** @description Id of the application. */
            id: string;
            /** @description Id of the student. */
            student_id: string;
            /** @description Id of the opportunity. */
            opportunity_id: string;
            /** @description How far it is. */
            stage: components["schemas"]["ApplicationStage"];
            /** @description Where the applicant’s resume is. */
            resume_url: string | null;
            /** @description The latest notes; null but for the organisation that offers the opportunity. */
            notes: string | null;
            /**
             * Format: date-time
             * @description When it was submitted.
             */
            submitted_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description How far an application is.
         *
         *     - `applied`: Submitted; nobody has looked at it yet.
         *     - `screening`: Being looked at.
         *     - `interview`: The applicant is, or will be, interviewed.
         *     - `offer`: The applicant has an offer.
         *     - `hired`: The applicant has the position. Final.
         *     - `rejected`: Turned down; may be taken up again.
         *     - `withdrawn`: Taken back by or for the applicant, who may apply again.
         * @enum {string}
         */
        ApplicationStage: "applied" | "screening" | "interview" | "offer" | "hired" | "rejected" | "withdrawn";
        /** @description A test, quiz or examination of an organisation, which students take. */
        Assessment: {
            /** @description Id of the assessment. */
            id: string;
            /** @description What it is called. */
            title: string;
            /** @description What it is about. */
            description: string | null;
            /** @description The highest score. */
            max_score: number;
            /** @description The score from which it is passed; null where nobody passes or fails. */
            passing_score: number | null;
            /** @description Id of the program. */
            course_id: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description What a student came to in an assessment. Each time that one is taken has its own. */
        AssessmentResult: {
            /** @description Id of the result. */
            id: string;
            /** @description Id of the assessment. */
            assessment_id: string | null;
            /** @description Id of the student. */
            student_id: string | null;
            /** @description The score, 0 to the highest of the assessment. */
            score: number;
            /** @description Whether it was passed, by what the assessment asked for then; null where nobody passes or fails. */
            passed: boolean | null;
            /**
             * Format: date-time
             * @description When the student was done.
             */
            completed_at: string;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            created_at: string;
        };
        /** @description Whether a student was in a class on a day. There is one for each student, class and date; recording it again corrects it. */
        Attendance: {
            /** @description Id of the record. */
            id: string;
            /** @description Id of the student. */
            student_id: string | null;
            /** @description Id of the class. */
            class_id: string | null;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /** @description Whether the student was there. */
            status: components["schemas"]["AttendanceStatus"];
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last corrected.
             */
            updated_at: string;
        };
        /**
         * @description Whether a student was there.
         *
         *     - `present`: The student was there.
         *     - `absent`: The student was not there.
         *     - `late`: The student came too late.
         * @enum {string}
         */
        AttendanceStatus: "present" | "absent" | "late";
        /** @description A class of an organisation: students who are taught together. */
        Class: {
            /** @description Id of the class. */
            id: string;
            /** @description What it is called, such as XII TKR 1. */
            name: string;
            /** @description The grade that it is of, such as XII. */
            grade: string | null;
            /** @description The school year, such as 2026/2027. */
            school_year: string | null;
            /** @description Id of the program. */
            course_id: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description A student in a class. There is one for each student and class. */
        ClassMembership: {
            /** @description Id of the membership. */
            id: string;
            /** @description Id of the class. */
            class_id: string | null;
            /** @description Id of the student. */
            student_id: string | null;
            /**
             * Format: date-time
             * @description When the student came into the class.
             */
            created_at: string;
        };
        /** @description A training program or course of an organisation. */
        Course: {
            /** @description What kind of training it is. */
            type: components["schemas"]["ProgramType"];
            /** @description Id of the program. */
            id: string;
            /** @description Name, in Indonesian as a rule. */
            title: string;
            /** @description Name in English. */
            title_en: string | null;
            /** @description What it is about. */
            description: string | null;
            /**
             * Format: int32
             * @description Length in hours of training.
             */
            duration: number | null;
            /**
             * Format: int32
             * @description Length in days.
             */
            duration_days: number | null;
            /** @description Skills that it teaches. */
            skills: string[];
            /** @description Program code, unique within the organisation; the ministry knows the program by it. */
            code: string | null;
            /** @description Sector, such as INFORMATION_TECHNOLOGY. */
            sector: string | null;
            /** @description Sub-sector, such as SOFTWARE_DEVELOPMENT. */
            sub_sector: string | null;
            /**
             * Format: date
             * @description First day.
             */
            start_date: string | null;
            /**
             * Format: date
             * @description Last day.
             */
            end_date: string | null;
            /** @description Where it takes place. */
            location: {
                /** @description Street and number. */
                address: string;
                /** @description City or regency. */
                city: string;
                /** @description Province. */
                province: string;
                /** @description Postal code, 5 digits. */
                postal_code: string;
            } | null;
            /** @description Code of the national competency standard (SKKNI) that it teaches. */
            skkni_code: string | null;
            /**
             * Format: int32
             * @description How many learners it takes; null for any number.
             */
            capacity: number | null;
            /**
             * Format: int32
             * @description How many places are taken; cancelled enrolments take none.
             */
            enrolled_count: number;
            /** @description Who teaches it. */
            instructors: {
                /** @description Full name. */
                name: string;
                /** @description Highest relevant qualification, such as a degree. */
                qualification: string;
                /** @description Number of the instructor’s certificate. */
                certification: string | null;
            }[];
            /** @description Its modules; empty when no curriculum is given. */
            curriculum: {
                /** @description Name of the module. */
                module_name: string;
                /**
                 * Format: int32
                 * @description Hours that it takes, 1 to 20,000.
                 */
                duration_hours: number;
                /** @description What a learner can do after it; at most 50. */
                learning_outcomes: string[];
            }[];
            /**
             * Format: int64
             * @description What an enrolment costs, in whole rupiah; 0 when it is free.
             */
            fee: number;
            /** @description Whether completing it issues a credential at once. */
            credential_on_completion: boolean;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /** @description Id under which the ministry registered it (SIPLatih); null before that. */
            siplatih_program_id: string | null;
            /** @description The ministry’s own word, such as REGISTERED. */
            siplatih_status: string | null;
            /** @description Id of the organisation. */
            organisation_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description What `createApplication` needs. */
        CreateApplicationInput: {
            /** @description Id of the student: the learner who calls, or one of the caller’s organisation. */
            student_id: string;
            /** @description Id of the opportunity. */
            opportunity_id: string;
            /** @description Where the applicant’s resume is: an address with https, at most 2,000 characters. */
            resume_url?: string | null;
        };
        /** @description An assessment to create. */
        CreateAssessmentInput: {
            /** @description Organisation that gives it; the caller’s own when absent. */
            organisation_id?: string | null;
            /** @description The program that it belongs to, of the same organisation. */
            course_id?: string | null;
            /** @description What it is called, 1 to 200 characters. */
            title: string;
            /** @description What it is about, at most 10,000 characters. */
            description?: string | null;
            /** @description The highest score, up to 10,000; two decimals. */
            max_score?: number;
            /** @description The score from which it is passed, at most the highest. */
            passing_score?: number | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
        };
        /** @description A class to create. */
        CreateClassInput: {
            /** @description Organisation that it is of; the caller’s own when absent. */
            organisation_id?: string | null;
            /** @description The program that it is taught, of the same organisation. */
            course_id?: string | null;
            /** @description What it is called, 1 to 100 characters. */
            name: string;
            /** @description The grade that it is of, such as XII; at most 50 characters. */
            grade?: string | null;
            /** @description The school year, such as 2026/2027; at most 20 characters. */
            school_year?: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
        };
        /** @description An opportunity to create. It is open at once. */
        CreateOpportunityInput: {
            /** @description What is offered. */
            type: components["schemas"]["OpportunityType"];
            /** @description What it is about, at most 10,000 characters. */
            description?: string | null;
            /** @description Skills that it asks for, at most 100. */
            required_skills?: string[] | null;
            /** @description Level of education that it is for, such as college. */
            grade_level?: string | null;
            /** @description Where the work is done. */
            location?: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
            /**
             * Format: date
             * @description Last day on which one may apply, by the calendar of Jakarta.
             */
            apply_by?: string | null;
            /**
             * Format: date
             * @description First day of work.
             */
            starts_on?: string | null;
            /** @description Organisation that offers it; the caller’s own when absent. */
            organisation_id?: string | null;
            /** @description What the position is called, 1 to 200 characters. */
            title: string;
            /** @description Name of the company, as learners read it, 1 to 200 characters. */
            company: string;
        };
        /** @description A student to create. */
        CreateStudentInput: {
            /** @description Organisation of the student; the caller’s own when absent. */
            school_id?: string | null;
            /** @description Full name, 1 to 200 characters. */
            name: string;
            /** @description E-mail address, unique within the organisation. */
            email: string;
            /** @description Phone number, 08... or with its country code (+62...). */
            phone?: string | null;
            /** @description National identity number, 16 digits. Kept encrypted. */
            nik?: string | null;
            /** @description Grade or year. */
            grade?: string | null;
            /** @description Course of study. */
            program?: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
        };
        /** @description A subject to create. */
        CreateSubjectInput: {
            /** @description Organisation that teaches it; the caller’s own when absent. */
            organisation_id?: string | null;
            /** @description The program that it is a part of, of the same organisation. */
            course_id?: string | null;
            /** @description What it is called, 1 to 200 characters. */
            name: string;
            /** @description What it is about, at most 10,000 characters. */
            description?: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
        };
        /** @description What an organisation attests that a student has achieved. */
        Credential: {
            /** @description Id of the credential. */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description What it attests. */
            description: string | null;
            /** @description Whether it holds now. */
            status: components["schemas"]["CredentialStatus"];
            /** @description Why it was suspended or revoked, as the issuer says. */
            status_reason: string | null;
            /**
             * Format: date-time
             * @description When it was last suspended, reinstated or revoked; null when it never was.
             */
            status_changed_at: string | null;
            /** @description Final score, 0 to 100. */
            score: number | null;
            /** @description Number of the certificate, unique for its issuer. */
            certificate_number: string | null;
            /** @description Code of the national competency standard (SKKNI) that it meets. */
            skkni_code: string | null;
            /**
             * Format: int32
             * @description Level of the ASEAN Qualifications Reference Framework (AQRF), 1 to 8.
             */
            aqrf_level: number | null;
            /** @description How much of the holder’s name its public page shows. */
            holder_name_display: components["schemas"]["HolderNameDisplay"];
            /** @description Address of its public page, which is also the id of the signed credential. */
            public_url: string;
            /**
             * Format: date-time
             * @description When it was issued.
             */
            issued_at: string;
            /**
             * Format: date-time
             * @description When its validity ends; null when it holds for good.
             */
            expires_at: string | null;
            /** @description Id of the student. */
            student_id: string | null;
            /** @description Id of the program. */
            course_id: string | null;
            /** @description Id of the enrolment. */
            enrollment_id: string | null;
            /** @description Id of the organisation. */
            organisation_id: string | null;
            /**
             * Format: date-time
             * @description When it was created in the hub.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description What is looked at when a credential is checked.
         *
         *     - `form`: Whether it can be read as a credential.
         *     - `issuer`: Whether the issuer’s keys can be had.
         *     - `proof`: Whether it is what the issuer signed.
         *     - `registered`: Whether this hub has issued it; only for its own credentials.
         *     - `dates`: Whether its validity has begun, and has not ended.
         *     - `status`: Whether the issuer has suspended or revoked it.
         *     - `holder`: Whether it was issued to the person of the name that was given.
         * @enum {string}
         */
        CredentialCheckName: "form" | "issuer" | "proof" | "registered" | "dates" | "status" | "holder";
        /**
         * @description What came of one check.
         *
         *     - `passed`: It is well.
         *     - `failed`: It is not well.
         *     - `not_done`: It could not be looked at.
         * @enum {string}
         */
        CredentialCheckOutcome: "passed" | "failed" | "not_done";
        /** @description A credential that is taken to an outside system, however long it takes until it is there. What the holder does on LinkedIn is seen by the holder alone. */
        CredentialExport: {
            /** @description Id of the export. */
            export_id: string;
            /** @description Where it is taken. */
            destination: components["schemas"]["CredentialExportDestinationInCapitals"];
            /** @description Where it stands. */
            status: components["schemas"]["CredentialExportStatusInCapitals"];
            /** @description What the outside system calls it. */
            external_id: string | null;
            /** @description What the outside system said of it, such as VERIFIED. */
            external_status: string | null;
            /** @description Where it can be seen there. */
            url: string | null;
            /**
             * Format: date-time
             * @description When it is sent next; while SENDING, when it is looked after unless an answer comes before.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When the outside system took it.
             */
            succeeded_at: string | null;
            /** @description Why the last attempt did not succeed; null when there is nothing to tell. */
            failure: {
                /** @description Code of the error catalogue. */
                code: string;
                /** @description In the outside system’s words where it said something. */
                message: string;
            } | null;
        };
        /**
         * @description Where a credential is taken.
         *
         *     - `SIPLATIH`: The ministry (SIPLatih), to be verified.
         *     - `LINKEDIN_PROFILE`: The certifications on the holder’s LinkedIn profile.
         *     - `LINKEDIN_FEED`: A post of the holder on LinkedIn.
         *     - `EUROPASS`: Europass, as a European credential.
         * @enum {string}
         */
        CredentialExportDestinationInCapitals: "SIPLATIH" | "LINKEDIN_PROFILE" | "LINKEDIN_FEED" | "EUROPASS";
        /**
         * @description Where an export stands.
         *
         *     - `pending`: Stored; is sent at once.
         *     - `sending`: Is being sent; the answer is not known yet.
         *     - `retrying`: Did not get through, and is sent again by itself.
         *     - `succeeded`: The outside system took it.
         *     - `refused`: The outside system refused it; `failure` says why. May be asked for again.
         *     - `failed`: Given up; `failure` says why. May be asked for again.
         *     - `unknown`: Was sent, and no answer came: it may be there or not. Never sent again by itself, since it could then be there twice; look there, and ask for it with `again` if it is not.
         * @enum {string}
         */
        CredentialExportStatus: "pending" | "sending" | "retrying" | "succeeded" | "refused" | "failed" | "unknown";
        /**
         * @description Where an export stands.
         *
         *     - `PENDING`: Stored; is sent at once.
         *     - `SENDING`: Is being sent; the answer is not known yet.
         *     - `RETRYING`: Did not get through, and is sent again by itself.
         *     - `SUCCEEDED`: The outside system took it.
         *     - `REFUSED`: The outside system refused it; `failure` says why. May be asked for again.
         *     - `FAILED`: Given up; `failure` says why. May be asked for again.
         *     - `UNKNOWN`: Was sent, and no answer came: it may be there or not. Never sent again by itself, since it could then be there twice; look there, and ask for it with `again` if it is not.
         * @enum {string}
         */
        CredentialExportStatusInCapitals: "PENDING" | "SENDING" | "RETRYING" | "SUCCEEDED" | "REFUSED" | "FAILED" | "UNKNOWN";
        /**
         * @description Whether a credential holds.
         *
         *     - `active`: It holds.
         *     - `suspended`: The issuer has suspended it for the time being.
         *     - `revoked`: The issuer has revoked it for good.
         *     - `expired`: It has reached the end of its validity.
         * @enum {string}
         */
        CredentialStatus: "active" | "suspended" | "revoked" | "expired";
        /**
         * @description What came of checking a credential.
         *
         *     - `valid`: It is genuine and holds.
         *     - `expired`: It is genuine, and its validity has ended.
         *     - `suspended`: It is genuine, and its issuer has suspended it for the time being.
         *     - `revoked`: It is genuine, and its issuer has revoked it for good.
         *     - `altered`: It is not what its issuer signed.
         *     - `sandbox`: It is of a sandbox organisation of this hub: made for a try, it attests nothing of anybody. The checks say what would come of it.
         *     - `unknown`: It cannot be told; the checks say why.
         * @enum {string}
         */
        CredentialVerdict: "valid" | "expired" | "suspended" | "revoked" | "altered" | "sandbox" | "unknown";
        /** @description A module of a program’s curriculum. */
        CurriculumModuleInput: {
            /** @description Name of the module. */
            module_name: string;
            /**
             * Format: int32
             * @description Hours that it takes, 1 to 20,000.
             */
            duration_hours: number;
            /** @description What a learner can do after it; at most 50. */
            learning_outcomes: string[];
        };
        /** @description Who pays. */
        CustomerInput: {
            /** @description Name, 1 to 100 characters. */
            name: string;
            /** @description E-mail address. */
            email?: string | null;
            /** @description Indonesian phone number of the wallet account, 08... or +62.... */
            phone: string;
        };
        /** @description A student in a program. There is one for each student and program. */
        Enrollment: {
            /** @description Id of the enrolment. */
            id: string;
            /** @description Id of the student. */
            student_id: string | null;
            /** @description Id of the program. */
            course_id: string;
            /** @description Where it stands. */
            status: components["schemas"]["EnrolmentStatus"];
            /**
             * Format: int32
             * @description How far the student is, per cent.
             */
            progress_percentage: number;
            /**
             * Format: date-time
             * @description When the student last worked on it.
             */
            last_accessed: string | null;
            /** @description Final score, 0 to 100. */
            final_score: number | null;
            /** @description Number of the certificate, unique within the organisation. */
            certificate_number: string | null;
            /** @description Id that its credential has, or will have in a moment; null where the program issues none at completion. */
            credential_id: string | null;
            /**
             * Format: date-time
             * @description When the program was completed.
             */
            completed_at: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description Where an enrolment stands.
         *
         *     - `enrolled`: Has a place and has not begun.
         *     - `in_progress`: Has begun.
         *     - `completed`: Has finished the program.
         *     - `cancelled`: Gave the place up, or lost it; may be enrolled again.
         * @enum {string}
         */
        EnrolmentStatus: "enrolled" | "in_progress" | "completed" | "cancelled";
        /**
         * @description Whether something is real, or there to be tried. The two never see one another.
         *
         *     - `live`: Real.
         *     - `sandbox`: There to be tried: outside systems are stand-ins, and nothing of it counts.
         * @enum {string}
         */
        Environment: "live" | "sandbox";
        /** @description What a student came to in a subject in a term. There is one for each student, subject and term; recording it again replaces it. */
        Grade: {
            /** @description Id of the grade. */
            id: string;
            /** @description Id of the student. */
            student_id: string | null;
            /** @description Id of the subject. */
            subject_id: string | null;
            /** @description The term, as the organisation calls it, such as 2026/2027-1. */
            term: string;
            /** @description The score, 0 to 100; null where there is a letter alone. */
            score: number | null;
            /** @description The grade as a letter, such as A or B+; null where there is a score alone. */
            grade: string | null;
            /**
             * Format: date-time
             * @description When it was first recorded.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last replaced.
             */
            updated_at: string;
        };
        /**
         * @description How much of the holder’s name the public page of a credential shows.
         *
         *     - `full`: The whole name.
         *     - `initials`: The initials.
         *     - `hidden`: Nothing of it.
         * @enum {string}
         */
        HolderNameDisplay: "full" | "initials" | "hidden";
        /** @description Who teaches a program. */
        InstructorInput: {
            /** @description Full name. */
            name: string;
            /** @description Highest relevant qualification, such as a degree. */
            qualification: string;
            /** @description Number of the instructor’s certificate. */
            certification?: string | null;
        };
        /** @description An outside system that the hub works with. */
        Integration: {
            /** @description Its name, such as GOPAY. */
            type: string;
            /** @description What it is to the hub. */
            kind: components["schemas"]["IntegrationKind"];
            /** @description How the hub says who it is when it calls. */
            authentication: components["schemas"]["IntegrationAuthentication"];
            /**
             * Format: int32
             * @description Phase of the national integration plan that it belongs to; null outside that plan.
             */
            phase: number | null;
            /** @description Where it is called; null when not configured. */
            base_url: string | null;
            /** @description Whether this hub is configured to call it. */
            configured: boolean;
            /** @description How it was when it was last called. */
            health: {
                /** @description How it was when it was last called. */
                status: components["schemas"]["IntegrationHealthStatus"];
                /**
                 * Format: date-time
                 * @description When a call last succeeded.
                 */
                last_success_at: string | null;
                /**
                 * Format: date-time
                 * @description When a call last failed.
                 */
                last_failure_at: string | null;
                /** @description What was wrong with the call that last failed. */
                last_error: string | null;
                /**
                 * Format: int32
                 * @description How long the latest call took, in milliseconds.
                 */
                last_latency_ms: number | null;
            };
        };
        /**
         * @description How the hub says who it is when it calls an outside system.
         *
         *     - `oauth2_client_credentials`: OAuth 2.0: a token for the hub itself.
         *     - `oauth2_authorization_code`: OAuth 2.0: a token for each person who consents.
         *     - `api_key`: A key, sent as a bearer token.
         *     - `api_key_and_signature`: A key, and a signature over each request.
         *     - `optional_api_key`: A key where the installation asks for one, else nothing.
         *     - `basic`: A name and a password, with HTTP Basic.
         *     - `optional_password`: A name and a password where the server asks for them, else nothing.
         * @enum {string}
         */
        IntegrationAuthentication: "oauth2_client_credentials" | "oauth2_authorization_code" | "api_key" | "api_key_and_signature" | "optional_api_key" | "basic" | "optional_password";
        /** @description What came of connecting an outside system, or of ending that. */
        IntegrationConnection: {
            /** @description Name of the outside system, such as SICANTIK. */
            type: string;
            /** @description Whether it is connected now. LinkedIn is not until the learner allows it there; SICANTIK, when what was set is taken away, goes back to what the configuration of the hub says, if that says anything. */
            connected: boolean;
            /** @description For LinkedIn: to be opened once, in the learner’s own browser. */
            authorization_url: string | null;
            /**
             * Format: date-time
             * @description When the browser has to be back at the latest.
             */
            authorization_expires_at: string | null;
        };
        /**
         * @description How an outside system was when it was last called.
         *
         *     - `healthy`: The last call was answered as the contract says.
         *     - `failing`: The last call was not answered, or not as the contract says.
         *     - `unknown`: It has not been called yet.
         * @enum {string}
         */
        IntegrationHealthStatus: "healthy" | "failing" | "unknown";
        /**
         * @description What an outside system is to the hub.
         *
         *     - `government_api`: A government’s own interface.
         *     - `social_api`: A professional or social network.
         *     - `credential_api`: An issuer or wallet of credentials.
         *     - `payment`: A wallet that collects money.
         *     - `permit_registry`: A register of permits.
         *     - `document_signing`: A service by which people sign documents.
         *     - `mail`: A server that delivers mail to people.
         * @enum {string}
         */
        IntegrationKind: "government_api" | "social_api" | "credential_api" | "payment" | "permit_registry" | "document_signing" | "mail";
        /** @description A job or internship that an organisation offers. While it is open every institution and learner sees it. */
        Opportunity: {
            /** @description What is offered. */
            type: components["schemas"]["OpportunityType"];
            /** @description Id of the opportunity. */
            id: string;
            /** @description What the position is called. */
            title: string;
            /** @description Name of the company, as learners read it. */
            company: string;
            /** @description What it is about. */
            description: string | null;
            /** @description Skills that it asks for. */
            required_skills: string[];
            /** @description Level of education that it is for, such as college; null for any. */
            grade_level: string | null;
            /** @description Where the work is done. */
            location: string | null;
            /**
             * Format: date
             * @description Last day on which one may apply, by the calendar of Jakarta; null for no such day.
             */
            apply_by: string | null;
            /**
             * Format: date
             * @description First day of work.
             */
            starts_on: string | null;
            /** @description Whether it is offered. */
            status: components["schemas"]["OpportunityStatus"];
            /** @description Whether one may apply now: it is open, and the last day for it is not past. */
            accepts_applications: boolean;
            /**
             * Format: date-time
             * @description When it was closed; null while it is open.
             */
            closed_at: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description Whether an opportunity is offered.
         *
         *     - `open`: Everybody sees it and may apply, until the last day for it.
         *     - `closed`: Nobody may apply any more; whoever has applied still sees it with the application.
         * @enum {string}
         */
        OpportunityStatus: "open" | "closed";
        /**
         * @description What is offered.
         *
         *     - `job`: Employment.
         *     - `internship`: An internship or apprenticeship.
         * @enum {string}
         */
        OpportunityType: "job" | "internship";
        /** @description Where a page stands in its list. */
        Pagination: {
            /** @description Which page it is; null when it was asked for by cursor. */
            page: number | null;
            /** @description How many items a page has at most. */
            limit: number;
            /** @description How many items the list has; null when it was asked for by cursor. */
            total: number | null;
            /** @description How many pages the list has; null likewise. */
            total_pages: number | null;
            /** @description Whether more follow. */
            has_more: boolean;
            /** @description Send it as `cursor` to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description Money that a learner pays for a program, collected by a wallet. */
        Payment: {
            /** @description Id of the payment. */
            id: string;
            /** @description The wallet that collects it. */
            method: components["schemas"]["PaymentMethod"];
            /** @description Where it stands. */
            status: components["schemas"]["PaymentStatus"];
            /**
             * Format: int64
             * @description How much is to be paid.
             */
            amount: number;
            /**
             * Format: int64
             * @description How much of it was given back.
             */
            refunded_amount: number;
            /** @description Currency; always IDR. */
            currency: string;
            /** @description What the customer reads at the wallet. */
            description: string;
            /** @description The order id that the wallet was given. */
            order_id: string;
            /** @description The wallet’s own id of it; null until the wallet has confirmed it. */
            wallet_payment_id: string | null;
            /** @description Page of the wallet on which the customer pays; null for OVO. */
            payment_url: string | null;
            /** @description QR code to pay by, where the wallet gives one. */
            qr_code: string | null;
            /**
             * Format: date-time
             * @description Until when it can be paid.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was paid, by the wallet’s clock where it tells.
             */
            paid_at: string | null;
            /** @description Why the wallet refused it. */
            failure_reason: string | null;
            /** @description Why a person should look at it; null when nobody needs to. */
            attention: string | null;
            /** @description Who pays. */
            customer: {
                /** @description Name. */
                name: string;
                /** @description E-mail address. */
                email: string | null;
                /** @description Phone number of the wallet account, E.164. */
                phone: string;
            };
            /** @description Id of the program. */
            course_id: string;
            /** @description Id of the student. */
            student_id: string;
            /** @description Id of the enrolment. */
            enrollment_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description The wallet that collects a payment.
         *
         *     - `gopay`: GoPay: the customer pays on its page or by QR code.
         *     - `linkaja`: LinkAja: the customer pays on its page.
         *     - `ovo`: OVO: the customer confirms in the OVO app.
         * @enum {string}
         */
        PaymentMethod: "gopay" | "linkaja" | "ovo";
        /**
         * @description The wallet that collects a payment.
         *
         *     - `GOPAY`: GoPay: the customer pays on its page or by QR code.
         *     - `LINKAJA`: LinkAja: the customer pays on its page.
         *     - `OVO`: OVO: the customer confirms in the OVO app.
         * @enum {string}
         */
        PaymentMethodInCapitals: "GOPAY" | "LINKAJA" | "OVO";
        /**
         * @description Where a payment stands. Only the wallet’s own word ends a payment.
         *
         *     - `created`: Stored by the hub; the wallet has not confirmed yet that it knows of it.
         *     - `pending`: The wallet waits for the customer to pay.
         *     - `paid`: The wallet has the money.
         *     - `failed`: The wallet refused the payment, or the customer’s payment did not go through.
         *     - `cancelled`: Cancelled before it was paid.
         *     - `expired`: Not paid in time.
         *     - `partially_refunded`: Part of the money was given back.
         *     - `refunded`: All of the money was given back.
         * @enum {string}
         */
        PaymentStatus: "created" | "pending" | "paid" | "failed" | "cancelled" | "expired" | "partially_refunded" | "refunded";
        /**
         * @description Where a payment stands. Only the wallet’s own word ends a payment.
         *
         *     - `CREATED`: Stored by the hub; the wallet has not confirmed yet that it knows of it.
         *     - `PENDING`: The wallet waits for the customer to pay.
         *     - `PAID`: The wallet has the money.
         *     - `FAILED`: The wallet refused the payment, or the customer’s payment did not go through.
         *     - `CANCELLED`: Cancelled before it was paid.
         *     - `EXPIRED`: Not paid in time.
         *     - `PARTIALLY_REFUNDED`: Part of the money was given back.
         *     - `REFUNDED`: All of the money was given back.
         * @enum {string}
         */
        PaymentStatusInCapitals: "CREATED" | "PENDING" | "PAID" | "FAILED" | "CANCELLED" | "EXPIRED" | "PARTIALLY_REFUNDED" | "REFUNDED";
        /** @description A permit, or an application for one, as the permit registry holds it. */
        Permit: {
            /** @description Id of the permit. */
            id: string;
            /** @description Registration id in the permit registry (`pendaftaran_id`), unique. */
            registration_id: string;
            /** @description Who applied for it (`n_pemohon`). */
            applicant_name: string | null;
            /** @description Name of its kind (`n_perizinan`). */
            permit_type: string | null;
            /** @description Number of the permit (`no_surat`); null while it is in process. */
            permit_number: string | null;
            /**
             * Format: date
             * @description Day on which the application was received (`d_terima_berkas`), where the registry says.
             */
            received_on: string | null;
            /**
             * Format: date
             * @description Day on which it expires (`d_berlaku_izin`), where the registry has told.
             */
            expires_on: string | null;
            /** @description How far it has come. */
            status: components["schemas"]["PermitStatus"];
            /** @description The registry’s own word for the status. */
            raw_status: string;
            /**
             * Format: date-time
             * @description When it was found to be no longer in the registry; null while it is there. It is kept, and comes back when the registry tells of it again.
             */
            vanished_at: string | null;
            /**
             * Format: date-time
             * @description From when on what is said here may be out of date, since the registry does not answer; null while it does.
             */
            stale_since: string | null;
            /** @description Whether the hub holds the permit’s PDF. */
            pdf_imported: boolean;
            /** @description Whether that PDF is digitally signed. */
            pdf_signed: boolean;
            /** @description Id of the organisation. */
            organisation_id: string | null;
            /**
             * Format: date-time
             * @description When the hub first saw it.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When something of it last changed.
             */
            updated_at: string;
        };
        /**
         * @description How far a permit has come.
         *
         *     - `issued`: Issued (terbit).
         *     - `in_process`: Applied for and in process (proses).
         * @enum {string}
         */
        PermitStatus: "issued" | "in_process";
        /**
         * @description By what placement analytics are grouped.
         *
         *     - `month`: By the month in which was applied, such as 2026-01.
         *     - `program`: By the course of study that the student had when they applied.
         *     - `institution`: By the organisation of the student.
         * @enum {string}
         */
        PlacementGroupBy: "month" | "program" | "institution";
        /**
         * @description What kind of training a program is.
         *
         *     - `vocational`: Vocational training that can be registered at the ministry (SIPLatih).
         *     - `internal`: A course that the organisation runs for itself, such as one of its LMS.
         * @enum {string}
         */
        ProgramType: "vocational" | "internal";
        /** @description A result to record. */
        RecordAssessmentResultInput: {
            /** @description Id of the assessment. */
            assessment_id: string;
            /** @description Id of the student, who is of the organisation that gives the assessment. */
            student_id: string;
            /** @description The score, 0 to the highest of the assessment; two decimals. */
            score: number;
            /**
             * Format: date-time
             * @description When the student was done; now when absent.
             */
            completed_at?: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id?: string | null;
        };
        /** @description Whether a student was in a class on a day. */
        RecordAttendanceInput: {
            /** @description Id of the class. */
            class_id: string;
            /** @description Id of the student, who is of the organisation of the class. */
            student_id: string;
            /**
             * Format: date
             * @description The day, not one that is still to come.
             */
            date: string;
            /** @description Whether the student was there. */
            status: components["schemas"]["AttendanceStatus"];
        };
        /** @description What a student came to in a subject in a term; a score, a letter, or both. */
        RecordGradeInput: {
            /** @description Id of the subject. */
            subject_id: string;
            /** @description Id of the student, who is of the organisation that teaches the subject. */
            student_id: string;
            /** @description The term, such as 2026/2027-1: 1 to 50 characters, by which it is found again. */
            term: string;
            /** @description The score, 0 to 100; two decimals. */
            score?: number | null;
            /** @description The grade as a letter, at most 10 characters. */
            grade?: string | null;
        };
        /** @description Money of a payment that is given back, all of it or a part. */
        Refund: {
            /** @description Id of the refund; also what the wallet knows it by. */
            id: string;
            /**
             * Format: int64
             * @description How much.
             */
            amount: number;
            /** @description Why. */
            reason: string;
            /** @description Where it stands. */
            status: components["schemas"]["RefundStatus"];
            /** @description Why it failed, or why the last attempt did. */
            last_error: string | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /**
         * @description Where a refund stands.
         *
         *     - `pending`: Asked for; the wallet has not said that it is done.
         *     - `succeeded`: The wallet gave the money back.
         *     - `failed`: The wallet did not; nothing was given back.
         * @enum {string}
         */
        RefundStatus: "pending" | "succeeded" | "failed";
        /**
         * @description Where a submission to the ministry stands.
         *
         *     - `QUEUED`: Stored; waits for its next attempt.
         *     - `SENT`: Is being sent; the ministry’s answer is not known yet.
         *     - `ACCEPTED`: The ministry took it.
         *     - `REJECTED`: The ministry refused it; lastError says why. May be submitted again.
         *     - `FAILED`: Given up: too many attempts, or it cannot be sent. May be submitted again.
         * @enum {string}
         */
        SiplatihSubmissionStatusInCapitals: "QUEUED" | "SENT" | "ACCEPTED" | "REJECTED" | "FAILED";
        /** @description A learner, as one organisation knows them. */
        Student: {
            /** @description Id of the student. */
            id: string;
            /** @description Full name. */
            name: string;
            /** @description E-mail address, unique within the organisation. */
            email: string;
            /** @description Phone number, E.164. */
            phone: string | null;
            /** @description National identity number; all but the last four digits masked unless the key has the scope `students:nik`. */
            nik: string | null;
            /** @description Grade or year. */
            grade: string | null;
            /** @description Course of study, as the organisation names it. */
            program: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /** @description Id of the organisation. */
            school_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description A student’s application for an opportunity. There is one for each student and opportunity; the student, their organisation and the one that offers the opportunity see it. */
        StudentApplication: {
            /** @description Id of the application. */
            application_id: string;
            /** @description Id of the opportunity. */
            opportunity_id: string;
            /** @description How far it is. */
            stage: components["schemas"]["ApplicationStage"];
            /**
             * Format: date-time
             * @description When it was submitted.
             */
            submitted_at: string;
        };
        /** @description What a student came to in an assessment. Each time that one is taken has its own. */
        StudentAssessment: {
            /** @description Id of the result. */
            result_id: string;
            /** @description Id of the assessment. */
            assessment_id: string | null;
            /** @description What it is called. */
            title: string | null;
            /** @description The score, 0 to the highest of the assessment. */
            score: number;
            /** @description Whether it was passed, by what the assessment asked for then; null where nobody passes or fails. */
            passed: boolean | null;
            /**
             * Format: date-time
             * @description When the student was done.
             */
            completed_at: string;
        };
        /** @description A student in a program. There is one for each student and program. */
        StudentCourse: {
            /** @description Id of the enrolment. */
            enrollment_id: string;
            /** @description Where it stands. */
            status: components["schemas"]["EnrolmentStatus"];
            /**
             * Format: int32
             * @description How far the student is, per cent.
             */
            progress_percentage: number;
            /** @description Id of the program. */
            course_id: string;
            /** @description Name, in Indonesian as a rule. */
            title: string;
        };
        /** @description A subject that an organisation teaches, in which students have grades. */
        Subject: {
            /** @description Id of the subject. */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description What it is about. */
            description: string | null;
            /** @description Id of the program. */
            course_id: string | null;
            /** @description Id in the organisation’s own system, unique there. */
            external_id: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description What `updateApplicationStage` needs. */
        UpdateApplicationStageInput: {
            /** @description Id of the application. */
            application_id: string;
            /** @description How far it is now. */
            stage: components["schemas"]["ApplicationStage"];
            /** @description Notes for the organisation that offers the opportunity, 1 to 5,000 characters; nobody else reads them. */
            notes?: string | null;
        };
        /** @description Money that a learner pays for a program, collected by a wallet. */
        WalletPayment: {
            /** @description Id of the payment. */
            payment_id: string;
            /** @description The wallet’s own id of it; null until the wallet has confirmed it. */
            wallet_payment_id: string | null;
            /** @description The order id that the wallet was given. */
            order_id: string;
            /** @description The wallet that collects it. */
            payment_method: components["schemas"]["PaymentMethodInCapitals"];
            /** @description Where it stands. */
            status: components["schemas"]["PaymentStatusInCapitals"];
            /**
             * Format: int64
             * @description How much is to be paid.
             */
            amount: number;
            /**
             * Format: int64
             * @description How much of it was given back.
             */
            refunded_amount: number;
            /** @description Currency; always IDR. */
            currency: string;
            /** @description Page of the wallet on which the customer pays; null for OVO. */
            payment_url: string | null;
            /** @description QR code to pay by, where the wallet gives one. */
            qr_code: string | null;
            /**
             * Format: date-time
             * @description Until when it can be paid.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was paid, by the wallet’s clock where it tells.
             */
            paid_at: string | null;
            /** @description Why the wallet refused it. */
            failure_reason: string | null;
        };
        /** @description An address to which the events of an organisation are sent. */
        Webhook: {
            /** @description Id of the webhook. */
            id: string;
            /** @description What its owner calls it. */
            name: string;
            /** @description Where events are sent. */
            url: string;
            /** @description Types of events that are sent; `payment.*` means all that begin so. */
            events: string[];
            /** @description Which events of these types are sent, by what they hold; null for all of them. */
            filter: string | null;
            /** @description What is selected of an event’s subject and sent as `data`; null for the event’s own data. */
            payload: string | null;
            /** @description Whether it is sent to. */
            status: components["schemas"]["WebhookStatus"];
            /** @description Why it is not active, when it is not. */
            status_reason: string | null;
            /** @description When a delivery that failed is tried again. */
            retry_schedule: components["schemas"]["WebhookRetrySchedule"];
            /**
             * Format: int32
             * @description How often a delivery that failed is tried again, when EXPONENTIAL.
             */
            retry_count: number;
            /**
             * Format: int32
             * @description How many seconds the endpoint has to answer.
             */
            timeout_seconds: number;
            /** @description Addresses and networks that it may lead to; null for all that the hub allows. */
            allowed_addresses: string[] | null;
            /** @description Headers of the owner’s own that deliveries carry. */
            headers: {
                /** @description Its name. */
                name: string;
                /** @description Its value, always `[masked]`: it may be a secret. */
                value: string;
            }[];
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs too; null when none does.
             */
            previous_secret_until: string | null;
            /**
             * Format: date-time
             * @description Since when it has only failed; null when the last delivery succeeded.
             */
            failing_since: string | null;
            /** @description Id of the organisation. */
            organisation_id: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description One event on its way to one webhook. */
        WebhookDelivery: {
            /** @description Id of the delivery. */
            id: string;
            /** @description Id of the webhook. */
            webhook_id: string;
            /** @description Id of the event, `evt_...`; the header `webhook-id` of every attempt. */
            event_id: string;
            /** @description Type of the event. */
            event_type: string;
            /** @description How far it is. */
            status: components["schemas"]["WebhookDeliveryStatus"];
            /** @description Whether it is a test event, which nothing happened for. */
            test: boolean;
            /**
             * Format: int32
             * @description How often it was sent.
             */
            attempt_number: number;
            /** @description The body that is sent, byte for byte the same each time; while the webhook’s payload has not been selected yet, the default. */
            payload: string;
            /** @description What went wrong last; null when nothing did. */
            last_error: string | null;
            /**
             * Format: date-time
             * @description When it is tried next, at the latest; null when it is not.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it succeeded or was exhausted.
             */
            delivered_at: string | null;
            /**
             * Format: date-time
             * @description When the event was given to the webhook.
             */
            created_at: string;
        };
        /**
         * @description How far the delivery of an event to a webhook is.
         *
         *     - `pending`: To be sent.
         *     - `retrying`: It failed, and is tried again at `nextAttemptAt`.
         *     - `succeeded`: The endpoint answered 2xx.
         *     - `exhausted`: It failed as often as the webhook allows. Sent again by `redeliver`, or by itself when an endpoint that only failed succeeds.
         * @enum {string}
         */
        WebhookDeliveryStatus: "pending" | "retrying" | "succeeded" | "exhausted";
        /** @description A header that deliveries are to carry, such as one for a gateway before the endpoint. */
        WebhookHeaderInput: {
            /** @description Its name, 1 to 100 characters; none that the hub sets itself. */
            name: string;
            /** @description Its value, at most 1,000 printable characters. It is not shown again. */
            value: string;
        };
        /**
         * @description When a delivery that failed is tried again.
         *
         *     - `exponential`: `retryCount` times, after about 5 s, 20 s, 80 s and so on.
         *     - `long`: Seven times, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h.
         * @enum {string}
         */
        WebhookRetrySchedule: "exponential" | "long";
        /**
         * @description Whether a webhook is sent to.
         *
         *     - `active`: Events are sent as they happen.
         *     - `paused`: Its owner paused it: events wait, and are sent when it is resumed.
         *     - `disabled`: Its endpoint asked for no more, or only failed for five days: no events are kept for it.
         * @enum {string}
         */
        WebhookStatus: "active" | "paused" | "disabled";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List API keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the key is for, 1 to 100 characters. */
                    name: string;
                    /** @description What it allows; nothing that the caller is not allowed. */
                    scopes: string[];
                    /**
                     * Format: date-time
                     * @description When it stops working by itself; never when absent.
                     */
                    expires_at?: string | null;
                    /** @description Addresses (`203.0.113.7`) and networks (`203.0.113.0/24`, `2001:db8::/32`) that it may be used from, at most 50; from anywhere when absent. */
                    allowed_addresses?: string[] | null;
                    /**
                     * Format: int32
                     * @description Reads that it may ask for within an hour, at most what the tier of its organisation gives; that when absent.
                     */
                    reads_per_hour?: number | null;
                    /**
                     * Format: int32
                     * @description Writes that it may ask for within an hour, at most what the tier of its organisation gives; that when absent.
                     */
                    writes_per_hour?: number | null;
                    /** @description Organisation that it acts for; the caller’s own when absent. */
                    organisation_id?: string | null;
                    /** @description Student whose own key it is; such a key sees that person’s rows only. */
                    student_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create an API key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the key. */
                        id: string;
                        /** @description What the key is for. */
                        name: string;
                        /** @description The beginning of the key, by which its holder recognises it. */
                        key_prefix: string;
                        /** @description What the key allows. */
                        scopes: string[];
                        /** @description Where it works: among what is real, or among what is there to be tried. */
                        environment: components["schemas"]["Environment"];
                        /** @description Addresses and networks that it may be used from; from anywhere when there are none. */
                        allowed_addresses: string[];
                        /**
                         * Format: int32
                         * @description Reads that it may ask for within an hour; when null what the tier of its organisation gives.
                         */
                        reads_per_hour: number | null;
                        /**
                         * Format: int32
                         * @description Writes that it may ask for within an hour; when null what the tier of its organisation gives.
                         */
                        writes_per_hour: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the key still works as it was before it was rotated; may be past.
                         */
                        previous_until: string | null;
                        /**
                         * Format: date-time
                         * @description When it was last rotated.
                         */
                        rotated_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it stops working by itself.
                         */
                        expires_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was revoked.
                         */
                        revoked_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was last used, to the minute.
                         */
                        last_used_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /** @description The key, for the header `X-API-Key`. It is shown this once. */
                        key: string;
                    };
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: int32
                     * @description For how many minutes the key works as it was, too, 0 to 43,200 (thirty days). 0 for a key that has leaked.
                     * @default 60
                     */
                    overlap_minutes?: number;
                };
            };
        };
        responses: {
            /** @description Rotate an API key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the key. */
                        id: string;
                        /** @description What the key is for. */
                        name: string;
                        /** @description The beginning of the key, by which its holder recognises it. */
                        key_prefix: string;
                        /** @description What the key allows. */
                        scopes: string[];
                        /** @description Where it works: among what is real, or among what is there to be tried. */
                        environment: components["schemas"]["Environment"];
                        /** @description Addresses and networks that it may be used from; from anywhere when there are none. */
                        allowed_addresses: string[];
                        /**
                         * Format: int32
                         * @description Reads that it may ask for within an hour; when null what the tier of its organisation gives.
                         */
                        reads_per_hour: number | null;
                        /**
                         * Format: int32
                         * @description Writes that it may ask for within an hour; when null what the tier of its organisation gives.
                         */
                        writes_per_hour: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the key still works as it was before it was rotated; may be past.
                         */
                        previous_until: string | null;
                        /**
                         * Format: date-time
                         * @description When it was last rotated.
                         */
                        rotated_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it stops working by itself.
                         */
                        expires_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was revoked.
                         */
                        revoked_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was last used, to the minute.
                         */
                        last_used_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /** @description The key, for the header `X-API-Key`. It is shown this once. */
                        key: string;
                    };
                };
            };
        };
    };
    listIntegrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List outside systems */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Integration"][];
                    };
                };
            };
        };
    };
    disconnectIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Disconnect an outside system */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationConnection"];
                };
            };
        };
    };
    connectIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description For SICANTIK, which needs it: the base address of its interface. */
                    base_url?: string | null;
                    /** @description For SICANTIK: sent as a bearer token. Left out, the key stays as it is while the address does, and is dropped with another address; null drops it. */
                    api_key?: string | null;
                    /**
                     * Format: int32
                     * @description For SICANTIK: the longest that one call may take, 1 to 120 seconds; 30 when absent.
                     */
                    timeout_seconds?: number | null;
                };
            };
        };
        responses: {
            /** @description Connect an outside system */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationConnection"];
                };
            };
        };
    };
    getIntegrationStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See how an outside system is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
        };
    };
    syncIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bring the hub up to date with an outside system */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the outside system, such as SICANTIK. */
                        type: string;
                        /** @description Id of the run: see `permitSync`, and `permitSyncProgress`. */
                        sync_id: string;
                        /** @description How far it is: `RUNNING`, `COMPLETED` or `FAILED`. */
                        status: string;
                        /**
                         * Format: date-time
                         * @description When it began.
                         */
                        started_at: string;
                    };
                };
            };
        };
    };
    generateEuropassCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the credential. */
                    credential_id: string;
                };
            };
        };
        responses: {
            /** @description Issue a credential as a European one at Europass */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        /** @description A credential that is taken to an outside system, however long it takes until it is there. What the holder does on LinkedIn is seen by the holder alone. */
                        data: {
                            /** @description Id of the export. */
                            export_id: string;
                            /** @description Where it stands. */
                            status: components["schemas"]["CredentialExportStatusInCapitals"];
                            /** @description What the outside system calls it. */
                            europass_credential_id: string | null;
                            /** @description Where it can be seen there. */
                            credential_url: string | null;
                            /** @description Address of a picture of its QR code. */
                            qr_code: string | null;
                            /**
                             * Format: date-time
                             * @description When it is sent next; while SENDING, when it is looked after unless an answer comes before.
                             */
                            next_attempt_at: string | null;
                            /** @description Why the last attempt did not succeed; null when there is nothing to tell. */
                            failure: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description In the outside system’s words where it said something. */
                                message: string;
                            } | null;
                        };
                    };
                };
            };
        };
    };
    addCertificationToLinkedIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the credential. */
                    credential_id: string;
                    /**
                     * @description Send it once more although it is UNKNOWN whether it is there.
                     * @default false
                     */
                    again?: boolean;
                };
            };
        };
        responses: {
            /** @description Add one’s own credential to one’s LinkedIn profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        data: components["schemas"]["CredentialExport"];
                    };
                };
            };
        };
    };
    registerWithSiplatih: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the program. */
                    program_id: string;
                };
            };
        };
        responses: {
            /** @description Register a training program at the ministry */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        /** @description Something that is told to the ministry (SIPLatih), however long it takes until it is heard. */
                        data: {
                            /** @description Id of the submission. */
                            submission_id: string;
                            /** @description Where it stands. */
                            submission_status: components["schemas"]["SiplatihSubmissionStatusInCapitals"];
                            /** @description Why the last attempt did not succeed, in the ministry’s words where it said something. */
                            last_error: string | null;
                            /**
                             * Format: date-time
                             * @description When it is sent next; while SENT, when it is sent again unless an answer comes before.
                             */
                            next_attempt_at: string | null;
                            /** @description Id under which the ministry registered it (SIPLatih); null before that. */
                            siplatih_program_id: string | null;
                            /** @description Program code, unique within the organisation; the ministry knows the program by it. */
                            program_code: string | null;
                            /** @description The ministry’s own word, such as REGISTERED. */
                            status: string | null;
                            /**
                             * Format: date-time
                             * @description When the ministry registered it, as it says.
                             */
                            registration_date: string | null;
                        };
                    };
                };
            };
        };
    };
    reportCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the program. */
                    program_id: string;
                    /**
                     * Format: date
                     * @description When the program ended; its last day, or today when that is still to come or not known.
                     */
                    completion_date?: string | null;
                };
            };
        };
        responses: {
            /** @description Report to the ministry how a program ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        /** @description Something that is told to the ministry (SIPLatih), however long it takes until it is heard. */
                        data: {
                            /** @description Id of the submission. */
                            submission_id: string;
                            /** @description Where it stands. */
                            submission_status: components["schemas"]["SiplatihSubmissionStatusInCapitals"];
                            /**
                             * Format: date
                             * @description Of a completion report: when the program ended.
                             */
                            completion_date: string | null;
                            /** @description Why the last attempt did not succeed, in the ministry’s words where it said something. */
                            last_error: string | null;
                            /**
                             * Format: date-time
                             * @description When it is sent next; while SENT, when it is sent again unless an answer comes before.
                             */
                            next_attempt_at: string | null;
                            /** @description Id under which the ministry registered it (SIPLatih); null before that. */
                            siplatih_program_id: string | null;
                            /** @description Program code, unique within the organisation; the ministry knows the program by it. */
                            program_code: string | null;
                        };
                    };
                };
            };
        };
    };
    createPaymentOfOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description How much. A learner pays exactly the program’s fee; the scope `payments:write` may set another amount.
                     */
                    amount: number;
                    /** @description Your own id of the order, 1 to 200 characters, kept for good: repeating the call with it makes no second payment. */
                    order_id: string;
                    /** @description What the customer reads at the wallet, 1 to 200 characters. */
                    description: string;
                    /** @description Who pays. */
                    customer: components["schemas"]["CustomerInput"];
                    /** @description The wallet. */
                    payment_method: components["schemas"]["PaymentMethodInCapitals"];
                    metadata?: {
                        /** @description Program that is paid for, when no enrolment is named. */
                        training_program_id?: string | null;
                        /** @description Student who pays, when no enrolment is named. Never a national identity number. */
                        participant_id?: string | null;
                        /** @description Enrolment that is paid for. */
                        enrollment_id?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Create a payment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        data: components["schemas"]["WalletPayment"];
                    };
                };
            };
        };
    };
    verifyPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the payment. */
                    payment_id: string;
                    /**
                     * @description The wallet that collects it, where that is known too: another one is refused.
                     * @enum {string|null}
                     */
                    payment_method?: "GOPAY" | "LINKAJA" | "OVO" | null;
                };
            };
        };
        responses: {
            /** @description Ask the wallet how a payment stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always true. */
                        success: boolean;
                        data: components["schemas"]["WalletPayment"];
                    };
                };
            };
        };
    };
    getPlacementAnalytics: {
        parameters: {
            query: {
                /** @description First day on which was applied, by the calendar of Jakarta. */
                start_date: string;
                /** @description Last day on which was applied; it counts. */
                end_date: string;
                /** @description By what they are grouped. */
                group_by?: components["schemas"]["PlacementGroupBy"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See what became of applications */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date
                         * @description First day.
                         */
                        start_date: string;
                        /**
                         * Format: date
                         * @description Last day.
                         */
                        end_date: string;
                        /** @description By what they are grouped. */
                        group_by: components["schemas"]["PlacementGroupBy"];
                        /** @description All together. */
                        total: {
                            /**
                             * Format: int32
                             * @description How many applications.
                             */
                            applications: number;
                            /**
                             * Format: int32
                             * @description Of these, nobody has looked at yet.
                             */
                            applied: number;
                            /**
                             * Format: int32
                             * @description Of these, being looked at.
                             */
                            screening: number;
                            /**
                             * Format: int32
                             * @description Of these, at the interview.
                             */
                            interview: number;
                            /**
                             * Format: int32
                             * @description Of these, with an offer.
                             */
                            offer: number;
                            /**
                             * Format: int32
                             * @description Of these, hired.
                             */
                            hired: number;
                            /**
                             * Format: int32
                             * @description Of these, turned down.
                             */
                            rejected: number;
                            /**
                             * Format: int32
                             * @description Of these, withdrawn.
                             */
                            withdrawn: number;
                            /** @description Share of those that were not withdrawn which led to being hired, 0 to 1; null where there are none. */
                            placement_rate: number | null;
                        };
                        /** @description The groups that have applications: months in their order; others by how many, the first 1,000 of them. */
                        groups: {
                            /** @description The month (2026-01), the course of study, or the id of the institution; null for students without a course of study. */
                            key: string | null;
                            /** @description Its name. */
                            institution_name: string | null;
                            /**
                             * Format: int32
                             * @description How many applications.
                             */
                            applications: number;
                            /**
                             * Format: int32
                             * @description Of these, nobody has looked at yet.
                             */
                            applied: number;
                            /**
                             * Format: int32
                             * @description Of these, being looked at.
                             */
                            screening: number;
                            /**
                             * Format: int32
                             * @description Of these, at the interview.
                             */
                            interview: number;
                            /**
                             * Format: int32
                             * @description Of these, with an offer.
                             */
                            offer: number;
                            /**
                             * Format: int32
                             * @description Of these, hired.
                             */
                            hired: number;
                            /**
                             * Format: int32
                             * @description Of these, turned down.
                             */
                            rejected: number;
                            /**
                             * Format: int32
                             * @description Of these, withdrawn.
                             */
                            withdrawn: number;
                            /** @description Share of those that were not withdrawn which led to being hired, 0 to 1; null where there are none. */
                            placement_rate: number | null;
                        }[];
                    };
                };
            };
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description For this opportunity. */
                opportunity_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description For opportunities of this organisation. */
                organisation_id?: string;
                /** @description At this stage. */
                stage?: components["schemas"]["ApplicationStage"];
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List applications */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Application"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createApplication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the student: the learner who calls, or one of the caller’s organisation. */
                    student_id: string;
                    /** @description Id of the opportunity. */
                    opportunity_id: string;
                    /** @description Where the applicant’s resume is: an address with https, at most 2,000 characters. */
                    resume_url?: string | null;
                };
            };
        };
        responses: {
            /** @description Apply for a job or internship */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
        };
    };
    createApplications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 applications. */
                    applications: components["schemas"]["CreateApplicationInput"][];
                };
            };
        };
        responses: {
            /** @description Submit up to 1,000 applications */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            application: {
                                /** @description Id of the application. */
                                id: string;
                                /** @description Id of the student. */
                                student_id: string;
                                /** @description Id of the opportunity. */
                                opportunity_id: string;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    updateApplicationStages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 stages. */
                    applications: components["schemas"]["UpdateApplicationStageInput"][];
                };
            };
        };
        responses: {
            /** @description Store how far up to 1,000 applications are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were updated.
                         */
                        updated: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            application: {
                                /** @description Id of the application. */
                                id: string;
                                /** @description How far it is. */
                                stage: components["schemas"]["ApplicationStage"];
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getApplication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an application */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the application. */
                        id: string;
                        /** @description Id of the student. */
                        student_id: string;
                        /** @description Id of the opportunity. */
                        opportunity_id: string;
                        /** @description How far it is. */
                        stage: components["schemas"]["ApplicationStage"];
                        /** @description Where the applicant’s resume is. */
                        resume_url: string | null;
                        /** @description The latest notes; null but for the organisation that offers the opportunity. */
                        notes: string | null;
                        /**
                         * Format: date-time
                         * @description When it was submitted.
                         */
                        submitted_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description Who applies, as far as the application tells. */
                        applicant: {
                            /** @description Full name. */
                            name: string;
                            /** @description E-mail address. */
                            email: string;
                            /** @description What the applicant can do: the skills of completed programs, and those that credentials attest which hold. In alphabetical order. */
                            skills: string[];
                        };
                        /** @description Its stages so far, oldest first. */
                        history: {
                            /**
                             * @description Stage before; null when it was submitted first. The same as `stage` where notes were added alone.
                             * @enum {string|null}
                             */
                            previous_stage: "applied" | "screening" | "interview" | "offer" | "hired" | "rejected" | "withdrawn" | null;
                            /** @description Stage from then on. */
                            stage: components["schemas"]["ApplicationStage"];
                            /** @description What was noted; null but for the organisation that offers the opportunity. */
                            notes: string | null;
                            /**
                             * Format: date-time
                             * @description When.
                             */
                            changed_at: string;
                        }[];
                    };
                };
            };
        };
    };
    updateApplicationStage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How far it is now. */
                    stage: components["schemas"]["ApplicationStage"];
                    /** @description Notes for the organisation that offers the opportunity, 1 to 5,000 characters; nobody else reads them. */
                    notes?: string | null;
                };
            };
        };
        responses: {
            /** @description Store how far an application is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
        };
    };
    withdrawApplication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take an application back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
        };
    };
    listAssessmentResults: {
        parameters: {
            query?: {
                /** @description Of this assessment. */
                assessment_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description Passed (true), or failed (false). */
                passed?: boolean;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List results of assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AssessmentResult"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    recordAssessmentResult: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the assessment. */
                    assessment_id: string;
                    /** @description Id of the student, who is of the organisation that gives the assessment. */
                    student_id: string;
                    /** @description The score, 0 to the highest of the assessment; two decimals. */
                    score: number;
                    /**
                     * Format: date-time
                     * @description When the student was done; now when absent.
                     */
                    completed_at?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Record a result of an assessment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssessmentResult"];
                };
            };
        };
    };
    recordAssessmentResults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 results. */
                    results: components["schemas"]["RecordAssessmentResultInput"][];
                };
            };
        };
        responses: {
            /** @description Record up to 1,000 results of assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were recorded.
                         */
                        recorded: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            result: {
                                /** @description Id of the result. */
                                id: string;
                                /** @description The score, 0 to the highest of the assessment. */
                                score: number;
                                /** @description Whether it was passed, by what the assessment asked for then; null where nobody passes or fails. */
                                passed: boolean | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getAssessmentResult: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a result of an assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssessmentResult"];
                };
            };
        };
    };
    listAssessments: {
        parameters: {
            query?: {
                /** @description Of this organisation. */
                organisation_id?: string;
                /** @description Of this program. */
                course_id?: string;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description Whose title contains this, in any case. */
                title?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Assessment"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 200 characters. */
                    title: string;
                    /** @description The program that it belongs to, of the same organisation. */
                    course_id?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /**
                     * @description The highest score, up to 10,000; two decimals.
                     * @default 100
                     */
                    max_score?: number;
                    /** @description The score from which it is passed, at most the highest. */
                    passing_score?: number | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation that gives it; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create an assessment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assessment"];
                };
            };
        };
    };
    createAssessments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 assessments. */
                    assessments: components["schemas"]["CreateAssessmentInput"][];
                };
            };
        };
        responses: {
            /** @description Create up to 1,000 assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            assessment: {
                                /** @description Id of the assessment. */
                                id: string;
                                /** @description Id in the organisation’s own system, unique there. */
                                external_id: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assessment"];
                };
            };
        };
    };
    updateAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 200 characters. */
                    title?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /** @description The score from which it is passed; counts for what is recorded from then on. */
                    passing_score?: number | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change an assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assessment"];
                };
            };
        };
    };
    listAttendance: {
        parameters: {
            query?: {
                /** @description In this class. */
                class_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description With this status. */
                status?: components["schemas"]["AttendanceStatus"];
                /** @description On this day or later. */
                from?: string;
                /** @description On this day or earlier. */
                to?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List attendance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Attendance"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    recordAttendance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the student, who is of the organisation of the class. */
                    student_id: string;
                    /** @description Id of the class. */
                    class_id: string;
                    /**
                     * Format: date
                     * @description The day, not one that is still to come.
                     */
                    date: string;
                    /** @description Whether the student was there. */
                    status: components["schemas"]["AttendanceStatus"];
                };
            };
        };
        responses: {
            /** @description Record or correct attendance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attendance"];
                };
            };
        };
    };
    recordAttendances: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 rows. Of several for the same student, class and date the last counts. */
                    records: components["schemas"]["RecordAttendanceInput"][];
                };
            };
        };
        responses: {
            /** @description Record or correct up to 1,000 rows of attendance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were recorded.
                         */
                        recorded: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            attendance: {
                                /** @description Id of the record. */
                                id: string;
                                /** @description Whether the student was there. */
                                status: components["schemas"]["AttendanceStatus"];
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getAttendance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a record of attendance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attendance"];
                };
            };
        };
    };
    addStudentsToClasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000, of one class or of several. */
                    memberships: components["schemas"]["AddStudentToClassInput"][];
                };
            };
        };
        responses: {
            /** @description Add up to 1,000 students to classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were added.
                         */
                        added: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            membership: {
                                /** @description Id of the membership. */
                                id: string;
                                /** @description Id of the class. */
                                class_id: string | null;
                                /** @description Id of the student. */
                                student_id: string | null;
                                /**
                                 * Format: date-time
                                 * @description When the student came into the class.
                                 */
                                created_at: string;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    listClasses: {
        parameters: {
            query?: {
                /** @description Of this organisation. */
                organisation_id?: string;
                /** @description Of this program. */
                course_id?: string;
                /** @description Of this grade. */
                grade?: string;
                /** @description Of this school year. */
                school_year?: string;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description Whose name contains this, in any case. */
                name?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Class"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createClass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 100 characters. */
                    name: string;
                    /** @description The program that it is taught, of the same organisation. */
                    course_id?: string | null;
                    /** @description The grade that it is of, such as XII; at most 50 characters. */
                    grade?: string | null;
                    /** @description The school year, such as 2026/2027; at most 20 characters. */
                    school_year?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation that it is of; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create a class */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Class"];
                };
            };
        };
    };
    createClasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 classes. */
                    classes: components["schemas"]["CreateClassInput"][];
                };
            };
        };
        responses: {
            /** @description Create up to 1,000 classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            class: {
                                /** @description Id of the class. */
                                id: string;
                                /** @description Id in the organisation’s own system, unique there. */
                                external_id: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getClass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a class */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Class"];
                };
            };
        };
    };
    updateClass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 100 characters. */
                    name?: string | null;
                    /** @description The grade that it is of, such as XII. */
                    grade?: string | null;
                    /** @description The school year, such as 2026/2027. */
                    school_year?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a class */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Class"];
                };
            };
        };
    };
    listStudentsOfClass: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the students of a class */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ClassMembership"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    addStudentToClass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Add a student to a class */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassMembership"];
                };
            };
        };
    };
    removeStudentFromClass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listCourses: {
        parameters: {
            query?: {
                /** @description Of this organisation. */
                organisation_id?: string;
                /** @description Of this kind. */
                type?: components["schemas"]["ProgramType"];
                /** @description In exactly this sector. */
                sector?: string;
                /** @description With this program code. */
                code?: string;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description Registered at the ministry (true), or not (false). */
                registered_with_siplatih?: boolean;
                /** @description Whose name contains this, in any case. */
                title?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List courses */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Course"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createCourse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What kind of training it is.
                     * @default internal
                     */
                    type?: components["schemas"]["ProgramType"];
                    /** @description Name, 1 to 200 characters. */
                    title: string;
                    /** @description Name in English. */
                    title_en?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /**
                     * Format: int32
                     * @description Length in hours, 1 to 20,000; the sum of the curriculum’s hours when one is given.
                     */
                    duration?: number | null;
                    /**
                     * Format: int32
                     * @description Length in days, 1 to 3,660.
                     */
                    duration_days?: number | null;
                    /** @description Skills that it teaches, at most 100. */
                    skills?: string[] | null;
                    /** @description Program code, unique within the organisation; a VOCATIONAL program needs one. */
                    code?: string | null;
                    /** @description Sector, such as INFORMATION_TECHNOLOGY. */
                    sector?: string | null;
                    /** @description Sub-sector, such as SOFTWARE_DEVELOPMENT. */
                    sub_sector?: string | null;
                    /**
                     * Format: date
                     * @description First day.
                     */
                    start_date?: string | null;
                    /**
                     * Format: date
                     * @description Last day, not before the first.
                     */
                    end_date?: string | null;
                    /** @description Where it takes place. */
                    location?: {
                        /** @description Street and number. */
                        address: string;
                        /** @description City or regency. */
                        city: string;
                        /** @description Province. */
                        province: string;
                        /** @description Postal code, 5 digits. */
                        postal_code: string;
                    } | null;
                    /** @description Code of the competency standard (SKKNI). */
                    skkni_code?: string | null;
                    /**
                     * Format: int32
                     * @description How many learners it takes, 1 to 100,000; any number when absent.
                     */
                    capacity?: number | null;
                    /** @description Who teaches it, at most 100. */
                    instructors?: components["schemas"]["InstructorInput"][] | null;
                    /** @description Its modules, at most 200. */
                    curriculum?: components["schemas"]["CurriculumModuleInput"][] | null;
                    /**
                     * Format: int64
                     * @description What an enrolment costs, in whole rupiah, at most 1,000,000,000; free when absent.
                     */
                    fee?: number | null;
                    /** @description Whether completing it issues a credential at once; not when absent. */
                    credential_on_completion?: boolean | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation that runs it; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create a course */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
        };
    };
    getCourse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a course */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
        };
    };
    updateCourse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What kind of training it is.
                     * @enum {string|null}
                     */
                    type?: "vocational" | "internal" | null;
                    /** @description Name, 1 to 200 characters. */
                    title?: string | null;
                    /** @description Name in English. */
                    title_en?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /**
                     * Format: int32
                     * @description Length in hours, 1 to 20,000; the sum of the curriculum’s hours when one is given.
                     */
                    duration?: number | null;
                    /**
                     * Format: int32
                     * @description Length in days, 1 to 3,660.
                     */
                    duration_days?: number | null;
                    /** @description Skills that it teaches, at most 100. */
                    skills?: string[] | null;
                    /** @description Program code, unique within the organisation; a VOCATIONAL program needs one. */
                    code?: string | null;
                    /** @description Sector, such as INFORMATION_TECHNOLOGY. */
                    sector?: string | null;
                    /** @description Sub-sector, such as SOFTWARE_DEVELOPMENT. */
                    sub_sector?: string | null;
                    /**
                     * Format: date
                     * @description First day.
                     */
                    start_date?: string | null;
                    /**
                     * Format: date
                     * @description Last day, not before the first.
                     */
                    end_date?: string | null;
                    /** @description Where it takes place. */
                    location?: {
                        /** @description Street and number. */
                        address: string;
                        /** @description City or regency. */
                        city: string;
                        /** @description Province. */
                        province: string;
                        /** @description Postal code, 5 digits. */
                        postal_code: string;
                    } | null;
                    /** @description Code of the competency standard (SKKNI). */
                    skkni_code?: string | null;
                    /**
                     * Format: int32
                     * @description How many learners it takes, 1 to 100,000; any number when absent.
                     */
                    capacity?: number | null;
                    /** @description Who teaches it, at most 100. */
                    instructors?: components["schemas"]["InstructorInput"][] | null;
                    /** @description Its modules, at most 200. */
                    curriculum?: components["schemas"]["CurriculumModuleInput"][] | null;
                    /**
                     * Format: int64
                     * @description What an enrolment costs, in whole rupiah, at most 1,000,000,000; free when absent.
                     */
                    fee?: number | null;
                    /** @description Whether completing it issues a credential at once; not when absent. */
                    credential_on_completion?: boolean | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a course */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /** @description Held by this student. */
                student_id?: string;
                /** @description For this program. */
                course_id?: string;
                /** @description Issued by this organisation. */
                organisation_id?: string;
                /** @description Of this status now. */
                status?: components["schemas"]["CredentialStatus"];
                /** @description With exactly this certificate number. */
                certificate_number?: string;
                /** @description With exactly this SKKNI code. */
                skkni_code?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List credentials */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Credential"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    issueCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The completed enrolment that it attests. */
                    enrollment_id: string;
                    /** @description The achievement that it attests; the program’s when absent. Without `name`, `description`, `skkniCode` and `aqrfLevel`, which it has of its own. */
                    achievement_id?: string | null;
                    /** @description What it is called, 1 to 200 characters; the program’s name when absent. */
                    name?: string | null;
                    /** @description What it attests, up to 10,000 characters; the program’s description when absent. */
                    description?: string | null;
                    /** @description Score, 0 to 100; the enrolment’s final score when absent. */
                    score?: number | null;
                    /** @description Number of the certificate, unique for its issuer; the enrolment’s when absent. */
                    certificate_number?: string | null;
                    /** @description SKKNI code; the program’s when absent. */
                    skkni_code?: string | null;
                    /**
                     * Format: int32
                     * @description AQRF level, 1 to 8.
                     */
                    aqrf_level?: number | null;
                    /**
                     * Format: date-time
                     * @description When it is issued, not in the future; now when absent.
                     */
                    issued_at?: string | null;
                    /**
                     * Format: date-time
                     * @description When its validity ends, after it is issued; never when absent.
                     */
                    expires_at?: string | null;
                    /**
                     * @description How much of their name the holder has agreed to show; INITIALS when absent.
                     * @enum {string|null}
                     */
                    holder_name_display?: "full" | "initials" | "hidden" | null;
                };
            };
        };
        responses: {
            /** @description Issue a credential for a completed enrollment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    verifyCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A credential as JSON or JWT, or the link or id of a credential of this hub; at most 256 KiB. Nothing is fetched from a link. */
                    text?: string | null;
                    /** @description A file in base64: JSON, JWT, a baked badge or a picture of a QR code (JPEG or PNG); at most 512 KiB. Photos of up to 10 MiB are taken at `/verify`. */
                    file?: string | null;
                    /** @description Name of who says that the credential is theirs, to be held against what was signed. */
                    holder_name?: string | null;
                };
            };
        };
        responses: {
            /** @description Check a credential */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether it can be relied on. */
                        verdict: components["schemas"]["CredentialVerdict"];
                        /** @description What was looked at, in order. */
                        checks: {
                            /** @description What was looked at. */
                            name: components["schemas"]["CredentialCheckName"];
                            /** @description What came of it. */
                            outcome: components["schemas"]["CredentialCheckOutcome"];
                            /** @description Why, in English, where there is more to say. */
                            detail: string | null;
                        }[];
                        /** @description Id of the credential, an address as a rule. */
                        credential_iri: string | null;
                        /** @description Its id in this hub, where this hub issued it. */
                        credential_id: string | null;
                        /** @description What it is called. */
                        name: string | null;
                        /** @description Id of its issuer, a DID as a rule. */
                        issuer_iri: string | null;
                        /** @description Name of its issuer, as the credential says. */
                        issuer_name: string | null;
                        /**
                         * Format: date-time
                         * @description Since when it holds, as it says.
                         */
                        valid_from: string | null;
                        /**
                         * Format: date-time
                         * @description Until when it holds, as it says; null without end.
                         */
                        valid_until: string | null;
                        /**
                         * Format: date-time
                         * @description When it was checked.
                         */
                        checked_at: string;
                    };
                };
            };
        };
    };
    getCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a credential */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the credential. */
                        id: string;
                        /** @description What it is called. */
                        name: string;
                        /** @description What it attests. */
                        description: string | null;
                        /** @description Whether it holds now. */
                        status: components["schemas"]["CredentialStatus"];
                        /** @description Why it was suspended or revoked, as the issuer says. */
                        status_reason: string | null;
                        /**
                         * Format: date-time
                         * @description When it was last suspended, reinstated or revoked; null when it never was.
                         */
                        status_changed_at: string | null;
                        /** @description Final score, 0 to 100. */
                        score: number | null;
                        /** @description Number of the certificate, unique for its issuer. */
                        certificate_number: string | null;
                        /** @description Code of the national competency standard (SKKNI) that it meets. */
                        skkni_code: string | null;
                        /**
                         * Format: int32
                         * @description Level of the ASEAN Qualifications Reference Framework (AQRF), 1 to 8.
                         */
                        aqrf_level: number | null;
                        /** @description How much of the holder’s name its public page shows. */
                        holder_name_display: components["schemas"]["HolderNameDisplay"];
                        /** @description Address of its public page, which is also the id of the signed credential. */
                        public_url: string;
                        /**
                         * Format: date-time
                         * @description When it was issued.
                         */
                        issued_at: string;
                        /**
                         * Format: date-time
                         * @description When its validity ends; null when it holds for good.
                         */
                        expires_at: string | null;
                        /** @description Id of the student. */
                        student_id: string | null;
                        /** @description Id of the program. */
                        course_id: string | null;
                        /** @description Id of the enrolment. */
                        enrollment_id: string | null;
                        /** @description Id of the organisation. */
                        organisation_id: string | null;
                        /**
                         * Format: date-time
                         * @description When it was created in the hub.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description The signed credential, Open Badges 3.0 with a Data Integrity proof, as JSON text. */
                        document: string | null;
                        /** @description The signed credential as VC-JWT. */
                        jwt: string | null;
                        /** @description The certificate as a PDF; null for a credential that is suspended or revoked, or that was issued before credentials were signed. */
                        certificate: {
                            /** @description Where it is, without login; to be handed to nobody but the holder. */
                            url: string;
                            /**
                             * Format: date-time
                             * @description Until when the address shows the whole name; afterwards what the public page shows of it.
                             */
                            expires_at: string;
                        } | null;
                    };
                };
            };
        };
    };
    reinstateCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reinstate a suspended credential */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    revokeCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, 1 to 500 characters; the holder sees it, the public does not. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Revoke a credential for good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    submitCredentialToSiplatih: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Submit a credential to the ministry, to be verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the export. */
                        export_id: string;
                        /** @description Where it stands. */
                        status: components["schemas"]["CredentialExportStatus"];
                        /** @description What the outside system said of it, such as VERIFIED. */
                        verification_status: string | null;
                        /**
                         * Format: date-time
                         * @description When it is sent next; while SENDING, when it is looked after unless an answer comes before.
                         */
                        next_attempt_at: string | null;
                        /**
                         * Format: date-time
                         * @description When the outside system took it.
                         */
                        succeeded_at: string | null;
                        /** @description Why the last attempt did not succeed; null when there is nothing to tell. */
                        failure: {
                            /** @description Code of the error catalogue. */
                            code: string;
                            /** @description In the outside system’s words where it said something. */
                            message: string;
                        } | null;
                    };
                };
            };
        };
    };
    suspendCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, 1 to 500 characters; the holder sees it, the public does not. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Suspend a credential */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    listEnrollments: {
        parameters: {
            query?: {
                /** @description In this program. */
                course_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description With this status. */
                status?: components["schemas"]["EnrolmentStatus"];
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List enrollments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Enrollment"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createEnrollment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the student, who is of the organisation that runs the program. */
                    student_id: string;
                    /** @description Id of the program. */
                    course_id: string;
                };
            };
        };
        responses: {
            /** @description Enrol a student in a course */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    updateProgress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the student. */
                    student_id: string;
                    /** @description Id of the program. */
                    course_id: string;
                    /**
                     * Format: int32
                     * @description How far the student is, 0 to 100 per cent.
                     */
                    progress_percentage: number;
                    /**
                     * Format: date-time
                     * @description When the student last worked on it; now when absent.
                     */
                    last_accessed?: string | null;
                };
            };
        };
        responses: {
            /** @description Store a student’s progress in a course */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    getEnrollment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an enrollment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    updateEnrollment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int32
                     * @description How far the student is, 0 to 100 per cent.
                     */
                    progress_percentage: number;
                    /**
                     * Format: date-time
                     * @description When the student last worked on it; now when absent.
                     */
                    last_accessed?: string | null;
                };
            };
        };
        responses: {
            /** @description Store the progress of an enrollment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    cancelEnrollment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel an enrollment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    completeEnrollment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Final score, 0 to 100 with at most two decimals; the ministry wants one. */
                    final_score?: number | null;
                    /** @description Number of the certificate, unique within the organisation. */
                    certificate_number?: string | null;
                };
            };
        };
        responses: {
            /** @description Complete an enrollment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    listGrades: {
        parameters: {
            query?: {
                /** @description In this subject. */
                subject_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description Of this term. */
                term?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List grades */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Grade"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    recordGrade: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the student, who is of the organisation that teaches the subject. */
                    student_id: string;
                    /** @description Id of the subject. */
                    subject_id: string;
                    /** @description The term, such as 2026/2027-1: 1 to 50 characters, by which it is found again. */
                    term: string;
                    /** @description The score, 0 to 100; two decimals. */
                    score?: number | null;
                    /** @description The grade as a letter, at most 10 characters. */
                    grade?: string | null;
                };
            };
        };
        responses: {
            /** @description Record or replace a grade */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grade"];
                };
            };
        };
    };
    recordGrades: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 grades. Of several for the same student, subject and term the last counts. */
                    grades: components["schemas"]["RecordGradeInput"][];
                };
            };
        };
        responses: {
            /** @description Record or replace up to 1,000 grades */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were recorded.
                         */
                        recorded: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            grade: {
                                /** @description Id of the grade. */
                                id: string;
                                /** @description The score, 0 to 100; null where there is a letter alone. */
                                score: number | null;
                                /** @description The grade as a letter, such as A or B+; null where there is a score alone. */
                                grade: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getGrade: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a grade */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grade"];
                };
            };
        };
    };
    listOpportunities: {
        parameters: {
            query?: {
                /** @description Offered by this organisation. */
                organisation_id?: string;
                /** @description Of this kind. */
                type?: components["schemas"]["OpportunityType"];
                /** @description With this status. */
                status?: components["schemas"]["OpportunityStatus"];
                /** @description For which one may apply now (true): open, and the last day for it not past. */
                accepting_applications?: boolean;
                /** @description For exactly this level of education. */
                grade_level?: string;
                /** @description Whose location contains this, in any case. */
                location?: string;
                /** @description That ask for one of these skills, at most 100. */
                skills?: string[];
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description With these words in title, company, location or description. "Quoted words" stand together, `or` and `-word` work as in search engines. */
                search?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List jobs and internships */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Opportunity"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is offered. */
                    type: components["schemas"]["OpportunityType"];
                    /** @description What the position is called, 1 to 200 characters. */
                    title: string;
                    /** @description Name of the company, as learners read it, 1 to 200 characters. */
                    company: string;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /** @description Skills that it asks for, at most 100. */
                    required_skills?: string[] | null;
                    /** @description Level of education that it is for, such as college. */
                    grade_level?: string | null;
                    /** @description Where the work is done. */
                    location?: string | null;
                    /**
                     * Format: date
                     * @description Last day on which one may apply, by the calendar of Jakarta.
                     */
                    apply_by?: string | null;
                    /**
                     * Format: date
                     * @description First day of work.
                     */
                    starts_on?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation that offers it; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Offer a job or internship */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    createOpportunities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 opportunities. */
                    opportunities: components["schemas"]["CreateOpportunityInput"][];
                };
            };
        };
        responses: {
            /** @description Offer up to 1,000 jobs and internships */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            opportunity: {
                                /** @description Id of the opportunity. */
                                id: string;
                                /** @description Id in the organisation’s own system, unique there. */
                                external_id: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a job or internship */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    updateOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What is offered.
                     * @enum {string|null}
                     */
                    type?: "job" | "internship" | null;
                    /** @description What the position is called, 1 to 200 characters. */
                    title?: string | null;
                    /** @description Name of the company, 1 to 200 characters. */
                    company?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /** @description Skills that it asks for, at most 100. */
                    required_skills?: string[] | null;
                    /** @description Level of education that it is for, such as college. */
                    grade_level?: string | null;
                    /** @description Where the work is done. */
                    location?: string | null;
                    /**
                     * Format: date
                     * @description Last day on which one may apply, by the calendar of Jakarta.
                     */
                    apply_by?: string | null;
                    /**
                     * Format: date
                     * @description First day of work.
                     */
                    starts_on?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a job or internship */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    closeOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Close a job or internship */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    reopenOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open a job or internship again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /** @description For this program. */
                course_id?: string;
                /** @description Of this student. */
                student_id?: string;
                /** @description In this status. */
                status?: components["schemas"]["PaymentStatus"];
                /** @description Collected by this wallet. */
                method?: components["schemas"]["PaymentMethod"];
                /** @description True: only those that a person should look at. */
                needs_attention?: boolean;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List payments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Payment"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a payment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the payment. */
                        id: string;
                        /** @description The wallet that collects it. */
                        method: components["schemas"]["PaymentMethod"];
                        /** @description Where it stands. */
                        status: components["schemas"]["PaymentStatus"];
                        /**
                         * Format: int64
                         * @description How much is to be paid.
                         */
                        amount: number;
                        /**
                         * Format: int64
                         * @description How much of it was given back.
                         */
                        refunded_amount: number;
                        /** @description Currency; always IDR. */
                        currency: string;
                        /** @description What the customer reads at the wallet. */
                        description: string;
                        /** @description The order id that the wallet was given. */
                        order_id: string;
                        /** @description The wallet’s own id of it; null until the wallet has confirmed it. */
                        wallet_payment_id: string | null;
                        /** @description Page of the wallet on which the customer pays; null for OVO. */
                        payment_url: string | null;
                        /** @description QR code to pay by, where the wallet gives one. */
                        qr_code: string | null;
                        /**
                         * Format: date-time
                         * @description Until when it can be paid.
                         */
                        expires_at: string | null;
                        /**
                         * Format: date-time
                         * @description When it was paid, by the wallet’s clock where it tells.
                         */
                        paid_at: string | null;
                        /** @description Why the wallet refused it. */
                        failure_reason: string | null;
                        /** @description Why a person should look at it; null when nobody needs to. */
                        attention: string | null;
                        /** @description Who pays. */
                        customer: {
                            /** @description Name. */
                            name: string;
                            /** @description E-mail address. */
                            email: string | null;
                            /** @description Phone number of the wallet account, E.164. */
                            phone: string;
                        };
                        /** @description Id of the program. */
                        course_id: string;
                        /** @description Id of the student. */
                        student_id: string;
                        /** @description Id of the enrolment. */
                        enrollment_id: string | null;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description Its refunds, oldest first. */
                        refunds: components["schemas"]["Refund"][];
                    };
                };
            };
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a pending payment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
        };
    };
    refundPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your own id of the refund, 1 to 200 characters, kept for good: repeating the call with it makes no second refund. */
                    refund_id: string;
                    /**
                     * Format: int64
                     * @description How much to give back; at most what is left of the payment.
                     */
                    amount: number;
                    /** @description Why, 1 to 500 characters; the wallet is told. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Give back all or a part of a payment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
        };
    };
    getPermitStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count permits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description As the registry said when it was last asked. */
                        registry: {
                            /**
                             * Format: int32
                             * @description Issued and in process together.
                             */
                            total: number | null;
                            /**
                             * Format: int32
                             * @description Issued (terbit).
                             */
                            issued: number | null;
                            /**
                             * Format: int32
                             * @description In process (proses).
                             */
                            in_process: number | null;
                        };
                        /** @description As the mirror counts now, without what has vanished. */
                        mirror: {
                            /**
                             * Format: int32
                             * @description Issued and in process together.
                             */
                            total: number | null;
                            /**
                             * Format: int32
                             * @description Issued (terbit).
                             */
                            issued: number | null;
                            /**
                             * Format: int32
                             * @description In process (proses).
                             */
                            in_process: number | null;
                        };
                        /**
                         * Format: date-time
                         * @description When the registry said so; null when it never has.
                         */
                        registry_counted_at: string | null;
                        /**
                         * Format: int32
                         * @description Permits that the mirror keeps and the registry no longer has.
                         */
                        vanished: number;
                        /**
                         * Format: date-time
                         * @description From when on the mirror may be out of date, since the registry does not answer; null while it does.
                         */
                        stale_since: string | null;
                    };
                };
            };
        };
    };
    listPermitTypes: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List kinds of permit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Id of the permit type. */
                            id: string;
                            /** @description Id in the permit registry (`id`), unique. */
                            external_id: string;
                            /** @description Code in the permit registry (`c_perizinan`). */
                            code: string | null;
                            /** @description Its name (`n_perizinan`), by which permits refer to it. */
                            name: string;
                        }[];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    listPermits: {
        parameters: {
            query?: {
                /** @description Only of this status. */
                status?: components["schemas"]["PermitStatus"];
                /** @description Only of the kind with exactly this name. */
                permit_type?: string;
                /** @description Only those that belong to this organisation. */
                organisation_id?: string;
                /** @description Only those that belong to an organisation of the hub (true), or to none (false). */
                linked?: boolean;
                /** @description Only those with this text in applicant, permit number or registration id, in any case. */
                search?: string;
                /** @description Only those received on this day or later. */
                received_from?: string;
                /** @description Only those received on this day or before. */
                received_to?: string;
                /** @description Only those that are known to expire on this day or before. */
                expires_to?: string;
                /** @description Only those that are no longer in the registry (true), or that are (false). */
                vanished?: boolean;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List permits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Permit"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    getPermit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a permit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permit"];
                };
            };
        };
    };
    listStudents: {
        parameters: {
            query?: {
                /** @description Of this organisation. */
                school_id?: string;
                /** @description With exactly this e-mail address, in any case. */
                email?: string;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description With this grade. */
                grade?: string;
                /** @description With this course of study. */
                program?: string;
                /** @description Whose name contains this, in any case. */
                name?: string;
                /**
                 * @description - `courses`: The newest enrolments of each student, 100 on pages of up to 100 students and 9 on longer ones; and in `courses_count` how many there are.
                 *     - `applications`: The newest applications of each student, 100 on pages of up to 100 students and 9 on longer ones; and in `applications_count` how many there are.
                 *     - `assessments`: The newest results of each student, 100 on pages of up to 100 students and 9 on longer ones; and in `assessments_count` how many there are.
                 */
                include?: ("courses" | "applications" | "assessments")[];
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List students */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Id of the student. */
                            id: string;
                            /** @description Full name. */
                            name: string;
                            /** @description E-mail address, unique within the organisation. */
                            email: string;
                            /** @description Phone number, E.164. */
                            phone: string | null;
                            /** @description National identity number; all but the last four digits masked unless the key has the scope `students:nik`. */
                            nik: string | null;
                            /** @description Grade or year. */
                            grade: string | null;
                            /** @description Course of study, as the organisation names it. */
                            program: string | null;
                            /** @description Id in the organisation’s own system, unique there. */
                            external_id: string | null;
                            /** @description Id of the organisation. */
                            school_id: string | null;
                            /**
                             * Format: date-time
                             * @description When it was created.
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description When it last changed.
                             */
                            updated_at: string;
                            /** @description What the student can do: the skills of completed programs, and those that credentials attest which hold. In alphabetical order. */
                            skills: string[];
                            /** @description The items. */
                            courses?: components["schemas"]["StudentCourse"][];
                            /**
                             * Format: int32
                             * @description How many items the whole list has.
                             */
                            courses_count?: number;
                            /** @description The items. */
                            assessments?: components["schemas"]["StudentAssessment"][];
                            /**
                             * Format: int32
                             * @description How many items the whole list has.
                             */
                            assessments_count?: number;
                            /** @description The items. */
                            applications?: components["schemas"]["StudentApplication"][];
                            /**
                             * Format: int32
                             * @description How many items the whole list has.
                             */
                            applications_count?: number;
                        }[];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createStudent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Full name, 1 to 200 characters. */
                    name: string;
                    /** @description E-mail address, unique within the organisation. */
                    email: string;
                    /** @description Phone number, 08... or with its country code (+62...). */
                    phone?: string | null;
                    /** @description National identity number, 16 digits. Kept encrypted. */
                    nik?: string | null;
                    /** @description Grade or year. */
                    grade?: string | null;
                    /** @description Course of study. */
                    program?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation of the student; the caller’s own when absent. */
                    school_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create a student */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
        };
    };
    createStudents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 students. */
                    students: components["schemas"]["CreateStudentInput"][];
                };
            };
        };
        responses: {
            /** @description Create up to 1,000 students */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description The student, when the row succeeded. */
                            student: {
                                /** @description Id of the student. */
                                id: string;
                                /** @description E-mail address, unique within the organisation. */
                                email: string;
                                /** @description Id in the organisation’s own system, unique there. */
                                external_id: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getStudent: {
        parameters: {
            query?: {
                /**
                 * @description - `courses`: The 1,000 newest enrolments of the student; and in `courses_count` how many there are.
                 *     - `applications`: The 1,000 newest applications of the student; and in `applications_count` how many there are.
                 *     - `assessments`: The 1,000 newest results of the student; and in `assessments_count` how many there are.
                 */
                include?: ("courses" | "applications" | "assessments")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a student */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the student. */
                        id: string;
                        /** @description Full name. */
                        name: string;
                        /** @description E-mail address, unique within the organisation. */
                        email: string;
                        /** @description Phone number, E.164. */
                        phone: string | null;
                        /** @description National identity number; all but the last four digits masked unless the key has the scope `students:nik`. */
                        nik: string | null;
                        /** @description Grade or year. */
                        grade: string | null;
                        /** @description Course of study, as the organisation names it. */
                        program: string | null;
                        /** @description Id in the organisation’s own system, unique there. */
                        external_id: string | null;
                        /** @description Id of the organisation. */
                        school_id: string | null;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description What the student can do: the skills of completed programs, and those that credentials attest which hold. In alphabetical order. */
                        skills: string[];
                        /** @description The items. */
                        courses?: components["schemas"]["StudentCourse"][];
                        /**
                         * Format: int32
                         * @description How many items the whole list has.
                         */
                        courses_count?: number;
                        /** @description The items. */
                        assessments?: components["schemas"]["StudentAssessment"][];
                        /**
                         * Format: int32
                         * @description How many items the whole list has.
                         */
                        assessments_count?: number;
                        /** @description The items. */
                        applications?: components["schemas"]["StudentApplication"][];
                        /**
                         * Format: int32
                         * @description How many items the whole list has.
                         */
                        applications_count?: number;
                    };
                };
            };
        };
    };
    updateStudent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Full name, 1 to 200 characters. */
                    name?: string | null;
                    /** @description E-mail address, unique within the organisation. */
                    email?: string | null;
                    /** @description Phone number, 08... or with its country code; null clears it. */
                    phone?: string | null;
                    /** @description National identity number, 16 digits; null clears it. */
                    nik?: string | null;
                    /** @description Grade or year; null clears it. */
                    grade?: string | null;
                    /** @description Course of study; null clears it. */
                    program?: string | null;
                    /** @description Id in the organisation’s own system; null clears it. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a student */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
        };
    };
    listSubjects: {
        parameters: {
            query?: {
                /** @description Of this organisation. */
                organisation_id?: string;
                /** @description Of this program. */
                course_id?: string;
                /** @description With this id in the organisation’s own system. */
                external_id?: string;
                /** @description Whose name contains this, in any case. */
                name?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List subjects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subject"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 200 characters. */
                    name: string;
                    /** @description The program that it is a part of, of the same organisation. */
                    course_id?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                    /** @description Organisation that teaches it; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create a subject */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subject"];
                };
            };
        };
    };
    createSubjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Up to 1,000 subjects. */
                    subjects: components["schemas"]["CreateSubjectInput"][];
                };
            };
        };
        responses: {
            /** @description Create up to 1,000 subjects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: int32
                         * @description How many were created.
                         */
                        created: number;
                        /**
                         * Format: int32
                         * @description How many failed.
                         */
                        failed: number;
                        /** @description One for each row of the input, in its order. */
                        rows: {
                            /**
                             * Format: int32
                             * @description Index of the row in the input, from 0.
                             */
                            index: number;
                            /** @description What it came to, when the row succeeded. */
                            subject: {
                                /** @description Id of the subject. */
                                id: string;
                                /** @description Id in the organisation’s own system, unique there. */
                                external_id: string | null;
                            } | null;
                            /** @description The error, when it failed. */
                            error: {
                                /** @description Code of the error catalogue. */
                                code: string;
                                /** @description What went wrong and what to do. */
                                message: string;
                                /** @description The fields that are wrong. */
                                details: {
                                    /** @description Path of the field, such as `customer.phone`. */
                                    field: string;
                                    /** @description What is wrong with it. */
                                    message: string;
                                }[];
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    getSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a subject */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subject"];
                };
            };
        };
    };
    updateSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What it is called, 1 to 200 characters. */
                    name?: string | null;
                    /** @description What it is about, at most 10,000 characters. */
                    description?: string | null;
                    /** @description Id in the organisation’s own system, unique there. */
                    external_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Change a subject */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subject"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List webhooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the owner calls it, 1 to 100 characters. */
                    name: string;
                    /** @description Where events are sent: an https address of the internet. */
                    url: string;
                    /** @description Types of events; `payment.*` means all that begin so, `*` all. */
                    events: string[];
                    /** @description Only events that pass this filter are sent, such as those of `data.amount >= 100000 and data.status = "PAID"`. */
                    filter?: string | null;
                    /** @description What to send as `data`: a selection as within `events { subject { } }`, such as `... on Payment { id status program { name } }`, 1 to 10,000 characters. */
                    payload?: string | null;
                    /** @description Headers that deliveries carry besides. */
                    headers?: components["schemas"]["WebhookHeaderInput"][] | null;
                    /** @description Only to these addresses is it ever connected: such as `203.0.113.7` or `203.0.113.0/24`, 1 to 50. */
                    allowed_addresses?: string[] | null;
                    /**
                     * @description When to try again; EXPONENTIAL when absent.
                     * @enum {string|null}
                     */
                    retry_schedule?: "exponential" | "long" | null;
                    /**
                     * Format: int32
                     * @description How often to try again, 0 to 10; 3 when absent.
                     */
                    retry_count?: number | null;
                    /**
                     * Format: int32
                     * @description Seconds to wait for an answer, 1 to 60; 30 when absent.
                     */
                    timeout_seconds?: number | null;
                    /** @description Organisation whose events are sent; the caller’s own when absent. */
                    organisation_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Create a webhook */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the webhook. */
                        id: string;
                        /** @description What its owner calls it. */
                        name: string;
                        /** @description Where events are sent. */
                        url: string;
                        /** @description Types of events that are sent; `payment.*` means all that begin so. */
                        events: string[];
                        /** @description Which events of these types are sent, by what they hold; null for all of them. */
                        filter: string | null;
                        /** @description What is selected of an event’s subject and sent as `data`; null for the event’s own data. */
                        payload: string | null;
                        /** @description Whether it is sent to. */
                        status: components["schemas"]["WebhookStatus"];
                        /** @description Why it is not active, when it is not. */
                        status_reason: string | null;
                        /** @description When a delivery that failed is tried again. */
                        retry_schedule: components["schemas"]["WebhookRetrySchedule"];
                        /**
                         * Format: int32
                         * @description How often a delivery that failed is tried again, when EXPONENTIAL.
                         */
                        retry_count: number;
                        /**
                         * Format: int32
                         * @description How many seconds the endpoint has to answer.
                         */
                        timeout_seconds: number;
                        /** @description Addresses and networks that it may lead to; null for all that the hub allows. */
                        allowed_addresses: string[] | null;
                        /** @description Headers of the owner’s own that deliveries carry. */
                        headers: {
                            /** @description Its name. */
                            name: string;
                            /** @description Its value, always `[masked]`: it may be a secret. */
                            value: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Until when the secret before the last rotation signs too; null when none does.
                         */
                        previous_secret_until: string | null;
                        /**
                         * Format: date-time
                         * @description Since when it has only failed; null when the last delivery succeeded.
                         */
                        failing_since: string | null;
                        /** @description Id of the organisation. */
                        organisation_id: string;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description The secret, `whsec_...`, to verify deliveries with. It is shown this once. */
                        secret: string;
                    };
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What the owner calls it. */
                    name?: string | null;
                    /** @description Where events are sent. */
                    url?: string | null;
                    /** @description Types of events. */
                    events?: string[] | null;
                    /** @description Only events that pass this filter are sent; null takes it away. */
                    filter?: string | null;
                    /** @description What to send as `data`: a selection as within `events { subject { } }`; null for the event’s own data. */
                    payload?: string | null;
                    /** @description All headers that deliveries carry besides. */
                    headers?: components["schemas"]["WebhookHeaderInput"][] | null;
                    /** @description Only to these addresses is it ever connected, 1 to 50; null for all that the hub allows. */
                    allowed_addresses?: string[] | null;
                    /**
                     * @description When to try again.
                     * @enum {string|null}
                     */
                    retry_schedule?: "exponential" | "long" | null;
                    /**
                     * Format: int32
                     * @description How often to try again, 0 to 10.
                     */
                    retry_count?: number | null;
                    /**
                     * Format: int32
                     * @description Seconds to wait for an answer, 1 to 60.
                     */
                    timeout_seconds?: number | null;
                };
            };
        };
        responses: {
            /** @description Change a webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description In this status. */
                status?: components["schemas"]["WebhookDeliveryStatus"];
                /** @description Of events of these types; `payment.*` means all that begin so. */
                types?: string[];
                /** @description Created at this moment or later. */
                from?: string;
                /** @description Created before this moment. */
                until?: string;
                /** @description How many items. */
                limit?: number;
                /** @description Which page, from 1; within the first 10,000 items. */
                page?: number;
                /** @description Go on behind this: the `next_cursor` of a page. Instead of `page`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was sent to a webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Id of the delivery. */
                            id: string;
                            /** @description Id of the webhook. */
                            webhook_id: string;
                            /** @description Id of the event, `evt_...`; the header `webhook-id` of every attempt. */
                            event_id: string;
                            /** @description Type of the event. */
                            event_type: string;
                            /** @description How far it is. */
                            status: components["schemas"]["WebhookDeliveryStatus"];
                            /** @description Whether it is a test event, which nothing happened for. */
                            test: boolean;
                            /**
                             * Format: int32
                             * @description How often it was sent.
                             */
                            attempt_number: number;
                            /** @description The body that is sent, byte for byte the same each time; while the webhook’s payload has not been selected yet, the default. */
                            payload: string;
                            /** @description What went wrong last; null when nothing did. */
                            last_error: string | null;
                            /**
                             * Format: date-time
                             * @description When it is tried next, at the latest; null when it is not.
                             */
                            next_attempt_at: string | null;
                            /**
                             * Format: date-time
                             * @description When it succeeded or was exhausted.
                             */
                            delivered_at: string | null;
                            /**
                             * Format: date-time
                             * @description When the event was given to the webhook.
                             */
                            created_at: string;
                            /** @description Each time that it was sent, in order. */
                            attempts: {
                                /**
                                 * Format: int32
                                 * @description Which attempt of the delivery it was, from 1.
                                 */
                                number: number;
                                /** @description The headers that were sent; the owner’s own are masked. */
                                request_headers: {
                                    [key: string]: unknown;
                                };
                                /**
                                 * Format: int32
                                 * @description Status of the answer; null when none came.
                                 */
                                response_status: number | null;
                                /** @description The first 4 KiB of the answer, secrets masked; null when none came. */
                                response_body: string | null;
                                /** @description Why it failed; null when it did not. */
                                error: string | null;
                                /**
                                 * Format: int32
                                 * @description How long it took, in milliseconds.
                                 */
                                response_time_ms: number;
                                /**
                                 * Format: date-time
                                 * @description When it was sent.
                                 */
                                started_at: string;
                            }[];
                        }[];
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    pauseWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pause a webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    recoverWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Since when, not in the future; the event log is kept for a limited time.
                     */
                    since: string;
                };
            };
        };
        responses: {
            /** @description Send a webhook what did not reach it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a delivery once more */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Resume a webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: int32
                     * @description For how many hours the old secret signs too, 0 to 168.
                     * @default 24
                     */
                    overlap_hours?: number;
                };
            };
        };
        responses: {
            /** @description Give a webhook a new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the webhook. */
                        id: string;
                        /** @description What its owner calls it. */
                        name: string;
                        /** @description Where events are sent. */
                        url: string;
                        /** @description Types of events that are sent; `payment.*` means all that begin so. */
                        events: string[];
                        /** @description Which events of these types are sent, by what they hold; null for all of them. */
                        filter: string | null;
                        /** @description What is selected of an event’s subject and sent as `data`; null for the event’s own data. */
                        payload: string | null;
                        /** @description Whether it is sent to. */
                        status: components["schemas"]["WebhookStatus"];
                        /** @description Why it is not active, when it is not. */
                        status_reason: string | null;
                        /** @description When a delivery that failed is tried again. */
                        retry_schedule: components["schemas"]["WebhookRetrySchedule"];
                        /**
                         * Format: int32
                         * @description How often a delivery that failed is tried again, when EXPONENTIAL.
                         */
                        retry_count: number;
                        /**
                         * Format: int32
                         * @description How many seconds the endpoint has to answer.
                         */
                        timeout_seconds: number;
                        /** @description Addresses and networks that it may lead to; null for all that the hub allows. */
                        allowed_addresses: string[] | null;
                        /** @description Headers of the owner’s own that deliveries carry. */
                        headers: {
                            /** @description Its name. */
                            name: string;
                            /** @description Its value, always `[masked]`: it may be a secret. */
                            value: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Until when the secret before the last rotation signs too; null when none does.
                         */
                        previous_secret_until: string | null;
                        /**
                         * Format: date-time
                         * @description Since when it has only failed; null when the last delivery succeeded.
                         */
                        failing_since: string | null;
                        /** @description Id of the organisation. */
                        organisation_id: string;
                        /**
                         * Format: date-time
                         * @description When it was created.
                         */
                        created_at: string;
                        /**
                         * Format: date-time
                         * @description When it last changed.
                         */
                        updated_at: string;
                        /** @description The secret, `whsec_...`, to verify deliveries with. It is shown this once. */
                        secret: string;
                    };
                };
            };
        };
    };
    sendTestEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Type of the event; its data are the catalogue’s example. The first that the webhook is for when absent. */
                    event?: string | null;
                };
            };
        };
        responses: {
            /** @description Send a test event to a webhook */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
}
